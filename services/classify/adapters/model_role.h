#pragma once

#include <optional>
#include <string_view>

namespace recourse::classify {

// The champion decides; the second answers what the champion is not sure of; the challenger is
// asked beside the champion and changes nothing.
enum class ModelRole { kChampion, kChallenger, kSecond };
inline constexpr ModelRole kModelRoles[] = {ModelRole::kChampion, ModelRole::kChallenger,
                                            ModelRole::kSecond};

// The word in tables, metrics and logs.
inline std::string_view WordOf(ModelRole role) {
  switch (role) {
    case ModelRole::kChampion:
      return "champion";
    case ModelRole::kChallenger:
      return "challenger";
    case ModelRole::kSecond:
      return "second";
  }
  return "";
}

inline std::optional<ModelRole> ModelRoleNamed(std::string_view word) {
  for (const ModelRole role : kModelRoles) {
    if (WordOf(role) == word) return role;
  }
  return std::nullopt;
}

}  // namespace recourse::classify
