"""A receiver of OTLP over gRPC: python3 trace_receiver.py FILE.

Says its port on stdout and writes each span that it is given as a line of JSON. Its messages are
made from the vendored contract at its start, and its gRPC is not ours, so what it understands is
OTLP. Runs by Debian's Python, which has grpc and protobuf."""

import importlib
import json
import subprocess
import sys
import tempfile
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from typing import Any, TextIO

import grpc

PROTOS = Path(__file__).resolve().parents[3] / "proto" / "third_party"
PACKAGE = "opentelemetry/proto"
CONTRACTS = ("collector/trace/v1/trace_service", "trace/v1/trace", "common/v1/common",
             "resource/v1/resource")
SERVICE = "opentelemetry.proto.collector.trace.v1.TraceService"
THREADS = 8


def made_messages(folder: str) -> Any:
    """The module of the messages of the service."""
    files = [str(PROTOS / PACKAGE / f"{contract}.proto") for contract in CONTRACTS]
    subprocess.run(["protoc", f"--proto_path={PROTOS}", f"--python_out={folder}", *files],
                   check=True)
    sys.path.insert(0, folder)
    return importlib.import_module("opentelemetry.proto.collector.trace.v1.trace_service_pb2")


def value_of(value: Any) -> Any:
    kind = value.WhichOneof("value")
    return getattr(value, kind) if kind else None


def attributes_of(pairs: Any) -> dict[str, Any]:
    return {pair.key: value_of(pair.value) for pair in pairs}


def line_of(resource: dict[str, Any], span: Any) -> dict[str, Any]:
    return {
        "service": resource.get("service.name"), "resource": resource,
        "trace_id": span.trace_id.hex(), "span_id": span.span_id.hex(),
        "parent_span_id": span.parent_span_id.hex(), "name": span.name, "kind": span.kind,
        "start_ns": span.start_time_unix_nano, "end_ns": span.end_time_unix_nano,
        "attributes": attributes_of(span.attributes), "status": span.status.code,
        "links": [{"trace_id": link.trace_id.hex(), "span_id": link.span_id.hex()}
                  for link in span.links],
    }


def write(request: Any, out: TextIO) -> None:
    for of_resource in request.resource_spans:
        resource = attributes_of(of_resource.resource.attributes)
        for of_scope in of_resource.scope_spans:
            for span in of_scope.spans:
                out.write(json.dumps(line_of(resource, span)) + "\n")
    out.flush()


def main() -> None:
    with tempfile.TemporaryDirectory() as folder, open(sys.argv[1], "a", encoding="utf-8") as out:
        messages = made_messages(folder)

        def export(request: Any, _: grpc.ServicerContext) -> Any:
            write(request, out)
            return messages.ExportTraceServiceResponse()

        server = grpc.server(ThreadPoolExecutor(THREADS))
        handler = grpc.unary_unary_rpc_method_handler(
            export, request_deserializer=messages.ExportTraceServiceRequest.FromString,
            response_serializer=messages.ExportTraceServiceResponse.SerializeToString)
        server.add_generic_rpc_handlers(
            (grpc.method_handlers_generic_handler(SERVICE, {"Export": handler}),))
        port = server.add_insecure_port("127.0.0.1:0")
        server.start()
        print(port, flush=True)
        server.wait_for_termination()


if __name__ == "__main__":
    main()
