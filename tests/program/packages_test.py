"""README.md and scripts/packages.txt name the same packages (Debian's, as modules, in Spack), and no link is broken."""

import pathlib
import re
import unittest

ROOT = pathlib.Path(__file__).resolve().parents[2]


def listed_packages():
    """The rows of scripts/packages.txt that name a package: (group, Debian, module, Spack)."""
    lines = (ROOT / "scripts/packages.txt").read_text().splitlines()
    return [tuple(line.split()) for line in lines if line.strip() and not line.startswith("#")]


def readme_section(title):
    text = (ROOT / "README.md").read_text()
    found = re.search(rf"^## {title}\n(.*?)(?=^## |\Z)", text, re.MULTILINE | re.DOTALL)
    assert found, f"README.md has no section '{title}'"
    return found.group(1)


def readme_table():
    """Cells of each row of the section's table, without its two heading rows."""
    rows = [line for line in readme_section("Packages").splitlines() if line.startswith("|")][2:]
    return [[cell.strip() for cell in row.strip("|").split("|")] for row in rows]


def names_in(cell):
    return set(re.findall(r"`([^`]+)`", cell))


class PackagesTest(unittest.TestCase):
    def test_every_row_of_the_list_has_four_columns_and_a_known_group(self):
        for row in listed_packages():
            self.assertEqual(len(row), 4, row)
            self.assertIn(row[0], {"build", "test", "slurm"}, row)

    def test_no_package_is_listed_twice(self):
        names = [row[1] for row in listed_packages()]

        self.assertEqual(len(names), len(set(names)))

    def test_the_readme_names_the_same_packages(self):
        for column, what in ((1, "Debian package"), (2, "module"), (3, "Spack package")):
            listed = {row[column] for row in listed_packages()} - {"-"}
            shown = set().union(*(names_in(row[column]) for row in readme_table()))
            self.assertEqual(listed, shown, what)

    def test_links_between_documents_lead_somewhere(self):
        for document in [ROOT / "README.md", *ROOT.glob("docs/**/*.md")]:
            for target in re.findall(r"\]\(([^)#:]+)(?:#[^)]*)?\)", document.read_text()):
                self.assertTrue((document.parent / target).exists(), f"{document.relative_to(ROOT)}: {target}")


if __name__ == "__main__":
    unittest.main()
