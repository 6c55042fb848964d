"""Architecture invariant: a domain library asks for nothing but memory and pure computation.

Reads the undefined symbols of each domain archive and compares them with what is allowed, so that
an #include that hides a call does not help, and what nobody thought of is refused.
"""
import pathlib
import re
import subprocess
import sys

from rules.tree import finish

ALLOWED = re.compile(r"^(" + "|".join((
    r"recourse::",  # core and the domain itself, pure as well
    r"(non-virtual thunk to |vtable for |typeinfo (name )?for |VTT for )?"
    r"(recourse|std|__cxxabiv1)::",
    r"operator (new|delete)", r"__cxa_", r"__gxx_personality", r"_Unwind_", r"__stack_chk_fail",
    r"_GLOBAL_OFFSET_TABLE_", r"__dso_handle", r"__tls_get_addr",
    r"__libc_single_threaded",  # read by shared_ptr to count without locking
    r"__cpu_(model|indicator_init)",  # which vectors there are; what is computed does not differ
    r"mem(cpy|move|set|cmp|chr)", r"str(len|cmp|ncmp|chr|to[u]?ll|tol|tod)", r"bcmp",
    r"abort", r"fprintf", r"fwrite", r"stderr", r"__errno_location", r"v?snprintf",
    r"(floor|ceil|l?l?round|sqrt|log|exp|pow)f?$", r"__[a-z]+[dt]i[23]",
    r"absl::(\w+::)?(Status::|\w+Error\()",  # a value, made and freed
)) + ")")
BANNED = re.compile(
    r"_clock::now|random_device|std::thread|std::condition_variable|std::mutex|getenv|"
    r"basic_[io]?fstream|std::(cout|cerr|cin|filesystem)|this_thread|std::async|std::__future")


def impure(archive: pathlib.Path) -> list[str]:
    listed = subprocess.run(["nm", "-C", archive], check=True, capture_output=True,
                            text=True).stdout
    wanted, defined = set(), set()
    for line in listed.splitlines():
        found = re.match(r"^[0-9a-f ]{16} (.) (.*)$", line)
        if found:
            (wanted if found[1] == "U" else defined).add(found[2])
    return [symbol for symbol in sorted(wanted - defined)
            if BANNED.search(symbol) or not ALLOWED.match(symbol)]


build = pathlib.Path(sys.argv[2])
archives = sorted(build.glob("services/lib*_domain.a"))
faults = [] if archives else [f"{build}: no domain library found: build first"]
for archive in archives:
    faults += [f"{archive.name}: impure: {symbol}" for symbol in impure(archive)]
finish(faults)
