#include "services/classify/adapters/json_fields.h"

#include <algorithm>

#include "services/common/text/utf8.h"

namespace recourse::classify {
namespace {

// Of a name or word of the document that a sentence repeats.
constexpr std::size_t kQuotedBytesMax = 60;

}  // namespace

void Faults::Add(const std::string& place, const std::string& what) {
  ++count_;
  if (named_.size() >= kNamedMax) return;
  named_.push_back((place.empty() ? "the document" : place) + " " + what);
}

Status Faults::ToStatus() const {
  if (count_ == 0) return absl::OkStatus();
  std::string sentence = "rules refused: ";
  for (const auto& fault : named_) sentence += (fault == named_.front() ? "" : "; ") + fault;
  if (count_ > named_.size()) {
    sentence += "; and " + std::to_string(count_ - named_.size()) + " more";
  }
  return absl::InvalidArgumentError(sentence);
}

bool Field::IsObjectOf(std::initializer_list<std::string_view> names) const {
  if (value_ == nullptr || !value_->is_object()) {
    Fault("should be an object");
    return false;
  }
  for (const auto& [name, value] : value_->as_object()) {
    if (std::find(names.begin(), names.end(), std::string_view(name)) == names.end()) {
      Fault("has a name that is not known here: \"" +
            std::string(ClipUtf8(std::string_view(name), kQuotedBytesMax)) + "\"");
    }
  }
  return true;
}

Field Field::Member(std::string_view name) const {
  const boost::json::value* member =
      value_ != nullptr && value_->is_object() ? value_->as_object().if_contains(name) : nullptr;
  return {member, place_.empty() ? std::string(name) : place_ + "." + std::string(name), *faults_};
}

std::vector<Field> Field::Elements(std::size_t most) const {
  std::vector<Field> elements;
  if (value_ == nullptr) return elements;
  if (!value_->is_array()) {
    Fault("should be an array");
    return elements;
  }
  const auto& array = value_->as_array();
  if (array.size() > most) {
    Fault("has " + std::to_string(array.size()) + " elements, at most " + std::to_string(most) +
          " are allowed");
    return elements;
  }
  for (std::size_t i = 0; i < array.size(); ++i) {
    elements.emplace_back(&array[i], place_ + "[" + std::to_string(i) + "]", *faults_);
  }
  return elements;
}

std::string Field::Text(std::size_t bytes_max) const {
  if (value_ == nullptr) return "";
  if (!value_->is_string()) {
    Fault("should be a string");
    return "";
  }
  std::string text(value_->as_string());
  if (text.size() > bytes_max) {
    Fault("is longer than " + std::to_string(bytes_max) + " bytes");
    return "";
  }
  const auto control = [](char c) { return static_cast<unsigned char>(c) < 0x20 || c == 0x7F; };
  if (std::any_of(text.begin(), text.end(), control)) {
    Fault("has a control character");
    return "";
  }
  return text;
}

std::string Field::NeededText(std::size_t bytes_max) const {
  if (value_ == nullptr) {
    Fault("is absent");
    return "";
  }
  if (value_->is_string() && value_->as_string().empty()) Fault("is empty");
  return Text(bytes_max);
}

}  // namespace recourse::classify
