#pragma once

#include <cstddef>
#include <variant>

#include "services/common/http/message.h"
#include "services/console/domain/survey_form.h"

namespace recourse::console {

// Words of the longest answer, each byte percent-encoded, and the other fields beside them.
inline constexpr std::size_t kFormBytesMax = 32 * 1024;
inline constexpr std::size_t kFormFieldsMax = 16;

// Why a form was not read.
enum class FormFault {
  kTooLarge,    // above kFormBytesMax
  kWrongType,   // neither of the two types of forms
  kUnreadable,  // broken percent signs or parts, a field twice, U+0000, not UTF-8, too many fields
};

// The fields of a form, application/x-www-form-urlencoded or (as one click unsubscribes, RFC 8058)
// multipart/form-data without files.
std::variant<FormFields, FormFault> ReadForm(const HttpRequest& request);

}  // namespace recourse::console
