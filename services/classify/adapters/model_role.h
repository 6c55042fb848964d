#pragma once

#include <string_view>

namespace recourse::classify {

// The champion decides; the challenger is asked beside it and changes nothing.
enum class ModelRole { kChampion, kChallenger };
inline constexpr ModelRole kModelRoles[] = {ModelRole::kChampion, ModelRole::kChallenger};

// The word in tables, metrics and logs.
inline std::string_view WordOf(ModelRole role) {
  return role == ModelRole::kChampion ? "champion" : "challenger";
}

}  // namespace recourse::classify
