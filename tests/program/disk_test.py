"""A disk that is full, a file that may not grow, a folder that cannot be written: one clear error, and nothing is lost."""

import os
import resource
import subprocess
import unittest

from program import ProgramTest, command, sleep_job

TIMES = {"started", "finished", "fit_seconds", "evaluate_seconds", "rank", "run"}
TRIALS = 8000


def may_mount():
    return os.geteuid() == 0 and subprocess.run(["unshare", "-m", "true"], check=False).returncode == 0


class DiskTest(ProgramTest):
    def setUp(self):
        super().setUp()
        (self.folder / "disk").mkdir()
        self.write("nap.toml", sleep_job([i * 1e-9 for i in range(TRIALS)]))
        self.run_line = " ".join(command("run", "nap.toml", "--output", "disk/nap.h5", "--progress", "none"))

    def shell(self, *lines):
        """Runs the lines with mounts of their own, which are gone with the shell. @return exit codes by line, stderr"""
        script = "; ".join(f"{line}; echo $?" for line in lines)
        done = subprocess.run(["unshare", "-m", "sh", "-c", script], cwd=self.folder, text=True, capture_output=True,
                              timeout=100, check=False)
        return [int(code) for code in done.stdout.split() if code.isdigit()], done.stderr

    def assert_one_line(self, told, text):
        lines = [line for line in told.splitlines() if "rankfold:" in line]
        self.assertEqual(len(lines), 1, told)
        self.assertIn(text, lines[0])
        self.assertIn("nap.h5", lines[0])

    def numbers(self, result):
        return [{key: value for key, value in row.items() if key not in TIMES}
                for name in ("trials", "folds", "tasks") for row in self.table(result, name)]

    def assert_undisturbed(self, result):
        self.succeed("run", "nap.toml", "--output", "undisturbed.h5", "--progress", "none")
        self.assertEqual(self.numbers(result), self.numbers("undisturbed.h5"))

    @unittest.skipUnless(may_mount(), "only root may mount a small disk")
    def test_a_full_disk_is_said_and_the_run_goes_on_once_there_is_room(self):
        codes, told = self.shell("mount -t tmpfs -o size=900k tmpfs disk", self.run_line,
                                 "mount -o remount,size=64m disk", self.run_line + " --resume 2> resumed",
                                 "cp disk/nap.h5 .", "ls disk > left")
        self.assertEqual(codes, [0, 1, 0, 0, 0, 0], told)
        self.assert_one_line(told, "No space left on device")
        self.assertIn(f"of {TRIALS} folds known from before", (self.folder / "resumed").read_text())
        self.assertNotIn(f" 0 of {TRIALS} folds known", (self.folder / "resumed").read_text())
        self.assertEqual((self.folder / "left").read_text().split(), ["nap.h5"])
        self.assert_undisturbed("nap.h5")

    @unittest.skipUnless(may_mount(), "only root may mount a disk")
    def test_a_folder_that_cannot_be_written_is_said_before_anything_is_run(self):
        codes, told = self.shell("mount -t tmpfs -o size=64m tmpfs disk", self.run_line, "mount -o remount,ro disk",
                                 self.run_line + " --resume 2> told", self.run_line + " --overwrite 2>> told",
                                 "cp disk/nap.h5 .", "ls disk > left")
        self.assertEqual(codes, [0, 0, 0, 2, 2, 0, 0], told)
        refused = (self.folder / "told").read_text()
        self.assertEqual(refused.count("cannot write results to 'disk/nap.h5': Read-only file system"), 2, refused)
        self.assertEqual((self.folder / "left").read_text().split(), ["nap.h5"])
        self.succeed("verify", "nap.h5")

    def test_a_file_that_may_not_grow_is_said_and_the_run_goes_on_once_it_may(self):
        limit = 500 * 1024  # bytes: the journal or the file gets there in the middle of the run
        limited = self.run_program("run", "nap.toml", "--progress", "none",
                                   preexec_fn=lambda: resource.setrlimit(resource.RLIMIT_FSIZE, (limit, limit)))
        self.assertEqual(limited.returncode, 1, limited.stderr)
        self.assert_one_line(limited.stderr, "File too large")
        resumed = self.run_program("run", "nap.toml", "--resume", "--progress", "none")
        self.assertEqual(resumed.returncode, 0, resumed.stderr)
        self.assertNotIn(f" 0 of {TRIALS} folds known", resumed.stderr)
        self.assert_undisturbed("nap.h5")


if __name__ == "__main__":
    unittest.main()
