"""Feedback streamed as fast as it is acknowledged: each piece has exactly one disposition.

RECOURSE_STREAM_COUNT (20,000) says how much, RECOURSE_KEEP=1 keeps the folder with its logs.
"""

import os
import time
import unittest

from support.feedback import write_feedback
from support.system import System, check_of, violated

PORT_BASE = 10880
COUNT = int(os.environ.get("RECOURSE_STREAM_COUNT", "20000"))


class StreamTest(unittest.TestCase):
    def test_each_acknowledged_piece_has_one_disposition(self) -> None:
        system = System(PORT_BASE)
        self.addCleanup(system.remove)
        system.up()
        file = system.folder / "feedback.jsonl"
        write_feedback(file, COUNT)
        acknowledged = system.folder / "acknowledged"
        started = time.monotonic()
        sent = system.stream(file, acknowledged)
        streamed = time.monotonic() - started
        report = system.verify(acknowledged)
        print(f"{sent}\nacknowledged at {sent['acknowledged'] / streamed:.0f} a second; "
              f"{report['waited']}; verified in {report['seconds']:.1f} s\n"
              f"{check_of(report, 'D2')['what']}")
        self.assertEqual(violated(report), {})
        self.assertEqual((sent["acknowledged"], sent["refused"], sent["unknown"]), (COUNT, 0, 0))
        self.assertEqual(check_of(report, "B1")["examined"], COUNT)
        again = system.stream(file, system.folder / "again", "--limit", "500")
        self.assertEqual(again["duplicate"], 500, "sending again must change nothing")
        self.assertEqual(violated(system.verify(acknowledged)), {})


if __name__ == "__main__":
    unittest.main(verbosity=2)
