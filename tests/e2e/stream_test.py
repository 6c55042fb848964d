"""Feedback streamed as fast as it is acknowledged: each piece has exactly one disposition.

RECOURSE_STREAM_COUNT (20,000) says how much, RECOURSE_KEEP=1 keeps the folder with its logs.
"""

import os
import time
import unittest
from concurrent.futures import ThreadPoolExecutor

from support.feedback import write_feedback
from support.stores import sql
from support.system import System, check_of, violated, wait_for

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
        with ThreadPoolExecutor() as pool:
            during = pool.submit(self.verify_in_the_middle, system)
            started = time.monotonic()
            sent = system.stream(file, acknowledged)
            streamed = time.monotonic() - started
            self.assertEqual(violated(during.result()), {})
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

    def verify_in_the_middle(self, system: System) -> dict:
        """What holds holds at every instant, also with much under way."""
        wait_for(lambda: int(sql(system, "SELECT count(*) FROM ingest.feedback")) > COUNT // 5, 60,
                 "a part of the stream is registered")
        report = system.verify()
        print(f"in the middle: {check_of(report, 'D2')['what']}")
        return report


if __name__ == "__main__":
    unittest.main(verbosity=2)
