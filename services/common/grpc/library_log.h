#pragma once

namespace recourse {

// What gRPC and protobuf have to say becomes lines of our own log; by themselves they write plain
// text to stderr, and a client that sends rubbish could fill a log with what no reader of JSON
// takes. Once, after StartLog.
void RouteLibraryLogs();

}  // namespace recourse
