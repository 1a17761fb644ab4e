"""An outside project builds against an installed rankfold, through find_package alone."""

import os
import pathlib
import subprocess
import tempfile
import unittest

BUILD = os.environ["RANKFOLD_BINARY_DIR"]
PROJECT = pathlib.Path(__file__).parent / "package"
SANITIZE = os.environ.get("RANKFOLD_SANITIZE", "")


def run(*command):
    done = subprocess.run(command, capture_output=True, text=True, stdin=subprocess.DEVNULL)
    if done.returncode != 0:
        raise AssertionError(f"{' '.join(command)}: exit code {done.returncode}\n{done.stdout}{done.stderr}")
    return done.stdout


class PackageTest(unittest.TestCase):
    @classmethod
    def setUpClass(cls):
        folder = tempfile.TemporaryDirectory(prefix="rankfold-package-")
        cls.addClassCleanup(folder.cleanup)
        cls.prefix = pathlib.Path(folder.name) / "prefix"
        cls.build = pathlib.Path(folder.name) / "build"
        run("cmake", "--install", BUILD, "--prefix", str(cls.prefix))

    def test_what_is_installed_is_where_users_look_for_it(self):
        version = run(str(self.prefix / "bin/rankfold"), "--version").split()[-1]

        self.assertRegex(version, r"^\d+\.\d+\.\d+$")
        for path in ("include/rankfold/version.hpp", "share/rankfold/jobs/retail.toml",
                     "share/rankfold/slurm/many-nodes.sbatch", "share/rankfold/docs/architecture.md"):
            self.assertTrue((self.prefix / path).is_file(), path)
        self.assertEqual(list(self.prefix.rglob("*.h5")), [])

    def test_an_outside_project_builds_links_everything_and_runs(self):
        flags = [f"-DCMAKE_CXX_FLAGS=-fsanitize={SANITIZE}"] if SANITIZE else []
        run("cmake", "-S", str(PROJECT), "-B", str(self.build), "-DCMAKE_BUILD_TYPE=Debug",
            f"-DCMAKE_PREFIX_PATH={self.prefix}", *flags)
        run("cmake", "--build", str(self.build), "--parallel", "2")

        expected = run(str(self.prefix / "bin/rankfold"), "--version").split()[-1]
        for program in ("uses_rankfold", "links_all_of_rankfold"):
            self.assertEqual(run(str(self.build / program)),
                             f'{expected} ets damped=false model="ZNA" season_length=7\n')


if __name__ == "__main__":
    unittest.main()
