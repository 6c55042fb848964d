#pragma once

#include <boost/json.hpp>
#include <initializer_list>
#include <string>
#include <string_view>
#include <vector>

#include "services/common/core/status.h"

namespace recourse {

// Reads fields of a policy document. The first fault ends the reading: it names the place and what
// would be right, and each getter does nothing once there is one.
class DocumentReading {
 public:
  bool ok() const { return fault_.ok(); }
  const Status& fault() const { return fault_; }
  void Fail(const std::string& place, const std::string& what);

  // A text that is not empty; "" where it may be absent and is.
  std::string Text(const boost::json::object& in, const char* name, const std::string& place,
                   bool needed = true);
  std::int64_t Number(const boost::json::object& in, const char* name, std::int64_t least,
                      std::int64_t most);
  // As Number; `otherwise` where it is absent.
  std::int64_t NumberOr(const boost::json::object& in, const char* name, std::int64_t least,
                        std::int64_t most, std::int64_t otherwise);
  bool BoolOr(const boost::json::object& in, const char* name, bool otherwise);
  // Texts that are not empty; none where the list is absent.
  std::vector<std::string> Texts(const boost::json::object& in, const char* name,
                                 const std::string& place, std::size_t most);
  const boost::json::array& List(const boost::json::object& in, const char* name, std::size_t most);
  const boost::json::object& Object(const boost::json::value& in, const std::string& place);
  // An object that may be absent.
  const boost::json::object& ObjectOr(const boost::json::object& in, const char* name,
                                      const std::string& place);
  // Fails on a name that is none of `names`: most often one that is misspelt.
  void OnlyNames(const boost::json::object& in, const std::string& place,
                 std::initializer_list<std::string_view> names);

 private:
  Status fault_;
};

// `list[3]`
std::string PlaceAt(const std::string& list, std::size_t index);

}  // namespace recourse
