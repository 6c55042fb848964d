"""The alert rules as Prometheus reads them: they are understood, and tell what they should."""
import shutil
import tempfile
import unittest
from pathlib import Path

import yaml
from chart import CHART, HERE, PRODUCTION, render, run

RULES = CHART / "files" / "rules.yaml"


class AlertsTest(unittest.TestCase):
    def test_prometheus_understands_every_rule(self) -> None:
        done = run("promtool", "check", "rules", RULES)
        self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_each_case_is_told_and_nothing_else(self) -> None:
        with tempfile.TemporaryDirectory() as folder:
            shutil.copy(RULES, folder)
            case = shutil.copy(HERE / "alerts.yaml", folder)
            done = run("promtool", "test", "rules", case)
            self.assertEqual(done.returncode, 0, done.stdout + done.stderr)

    def test_the_chart_ships_these_rules_whole(self) -> None:
        done = render(PRODUCTION, "monitoring.runbookUrl=https://example.org/book")
        self.assertEqual(done.returncode, 0, done.stderr)
        shipped = next(part for part in yaml.safe_load_all(done.stdout)
                       if part and part["kind"] == "PrometheusRule")
        text = RULES.read_text().replace("RUNBOOK_URL", "https://example.org/book")
        self.assertEqual(shipped["spec"], yaml.safe_load(text))
        with tempfile.TemporaryDirectory() as folder:
            file = Path(folder) / "shipped.yaml"
            file.write_text(yaml.safe_dump(shipped["spec"]))
            self.assertEqual(run("promtool", "check", "rules", file).returncode, 0)


if __name__ == "__main__":
    unittest.main()
