#pragma once

#include <boost/json/object.hpp>
#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "services/common/core/time.h"
#include "services/common/http/message.h"

namespace recourse::console {

// Why a field was not taken: field-unknown, field-wrong-type, time-malformed. The field is named by
// its path, "customer.phone"; nothing of its value is repeated.
struct FieldFault {
  std::string slug;
  std::string field;
  std::string detail;
  friend bool operator==(const FieldFault&, const FieldFault&) = default;
};

HttpResponse ProblemOf(const FieldFault& fault);

// Takes the fields of one object one by one; the first fault stands. What is absent leaves its
// place as it was; null is not taken for absent.
class JsonFields {
 public:
  JsonFields(const boost::json::object& fields, std::string prefix,
             std::optional<FieldFault>& fault)
      : fields_(fields), prefix_(std::move(prefix)), fault_(fault) {}

  void Text(const std::string& name, std::string& out);
  void Time(const std::string& name, std::optional<Timestamp>& out);
  void Int(const std::string& name, std::int64_t& out);
  void Bool(const std::string& name, bool& out);
  // An object that `read` reads.
  template <typename Read>
  void Object(const std::string& name, const Read& read) {
    const boost::json::value* found = Take(name);
    if (found == nullptr) return;
    if (!found->is_object()) return Wrong(name, "an object");
    read(found->get_object());
  }
  // After all that may be there was taken.
  void NothingElse();

 private:
  const boost::json::value* Take(const std::string& name);
  void Wrong(const std::string& name, const std::string& shape);

  const boost::json::object& fields_;
  const std::string prefix_;
  std::optional<FieldFault>& fault_;
  std::size_t taken_ = 0;
  std::vector<std::string> known_;
};

}  // namespace recourse::console
