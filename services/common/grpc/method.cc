#include "services/common/grpc/method.h"

#include "services/common/core/check.h"

namespace recourse {

std::string MethodNameOf(const google::protobuf::Descriptor& request) {
  const google::protobuf::FileDescriptor& file = *request.file();
  std::string name;
  for (int s = 0; s < file.service_count(); ++s) {
    for (int m = 0; m < file.service(s)->method_count(); ++m) {
      const google::protobuf::MethodDescriptor& method = *file.service(s)->method(m);
      if (method.input_type() == &request) {
        RECOURSE_CHECK(name.empty());
        name = "/" + method.service()->full_name() + "/" + method.name();
      }
    }
  }
  RECOURSE_CHECK(!name.empty());
  return name;
}

}  // namespace recourse
