"""The survey policy as a test wants it, set as an administrator sets it."""

import json

from support.system import Answer, System

DAY_MS = 24 * 3600 * 1000


def survey_policy(delay_ms: int, staff: Answer | None = None, **more: object) -> Answer:
    """Everybody is asked by mail, at any hour, soon after the resolution. The staff is told of
    nothing, unless `staff` says otherwise: mails to them are digests, and go on for minutes."""
    survey = {
        "delay_ms": delay_ms, "remind_after_ms": 0, "expire_after_ms": DAY_MS,
        "late_after_ms": 3 * DAY_MS, "budget": {"most": 20, "window_ms": DAY_MS},
        "questions": {"csat": True, "nps": True, "ces": False, "put_right": True, "words": True},
        "csat_bad_max": 2, "reopen": True, "ways": {}, "otherwise": "mail", **more,
    }
    return {"zone": "Asia/Shanghai", "languages": ["zh", "en"], "survey": survey,
            "replies": {"ways": {}, "otherwise": "mail"},
            "staff": staff if staff is not None else {"kinds": []}, "endpoints": {}}


def put_policy(system: System, kind: str, document: Answer) -> None:
    file = system.folder / f"{kind}.json"
    file.write_text(json.dumps({"kind": kind, "document": document}), encoding="utf-8")
    done = system.ctl("policy", "put", str(file))
    if done.returncode != 0:
        raise AssertionError(f"policy put {kind}: {done.stdout}{done.stderr}")
