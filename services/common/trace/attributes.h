#pragma once

// The names of OpenTelemetry's conventions that our spans use. Those of messaging are still in
// development and may change: they stand here and nowhere else.
namespace recourse::trace {

inline constexpr char kServiceName[] = "service.name";
inline constexpr char kServiceNamespace[] = "service.namespace";
inline constexpr char kServiceInstanceId[] = "service.instance.id";

inline constexpr char kErrorType[] = "error.type";

inline constexpr char kRpcSystem[] = "rpc.system";
inline constexpr char kRpcService[] = "rpc.service";
inline constexpr char kRpcMethod[] = "rpc.method";
inline constexpr char kRpcGrpcStatusCode[] = "rpc.grpc.status_code";

inline constexpr char kHttpRequestMethod[] = "http.request.method";
inline constexpr char kHttpRoute[] = "http.route";
inline constexpr char kHttpResponseStatusCode[] = "http.response.status_code";

inline constexpr char kDbSystemName[] = "db.system.name";
inline constexpr char kDbOperationName[] = "db.operation.name";
inline constexpr char kDbOperationBatchSize[] = "db.operation.batch.size";

inline constexpr char kMessagingSystem[] = "messaging.system";
inline constexpr char kMessagingOperationName[] = "messaging.operation.name";
inline constexpr char kMessagingOperationType[] = "messaging.operation.type";
inline constexpr char kMessagingDestinationName[] = "messaging.destination.name";
inline constexpr char kMessagingPartitionId[] = "messaging.destination.partition.id";
inline constexpr char kMessagingConsumerGroup[] = "messaging.consumer.group.name";
inline constexpr char kMessagingMessageId[] = "messaging.message.id";
inline constexpr char kMessagingBatchCount[] = "messaging.batch.message_count";
inline constexpr char kMessagingKafkaOffset[] = "messaging.kafka.offset";

}  // namespace recourse::trace
