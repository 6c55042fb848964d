#include "services/recoursectl/model/files.h"

#include <openssl/evp.h>

#include <array>
#include <filesystem>
#include <fstream>
#include <system_error>

#include "services/common/core/check.h"

namespace recourse::ctl::model {

StatusOr<std::string> ReadWhole(const std::string& path, std::size_t most) {
  std::error_code error;
  const auto size = std::filesystem::file_size(path, error);
  std::ifstream file(path, std::ios::binary);
  if (error || !file) return absl::NotFoundError("cannot read " + path);
  if (size > most) {
    return absl::InvalidArgumentError(path + " has " + std::to_string(size) + " bytes, at most " +
                                      std::to_string(most) + " can be");
  }
  std::string content(size, '\0');
  if (!file.read(content.data(), static_cast<std::streamsize>(size))) {
    return absl::NotFoundError("cannot read " + path + " to its end");
  }
  return content;
}

Status WriteWhole(const std::string& path, std::string_view content) {
  const std::string beside = path + ".part";
  std::ofstream file(beside, std::ios::binary | std::ios::trunc);
  file.write(content.data(), static_cast<std::streamsize>(content.size()));
  file.close();
  std::error_code error;
  if (file) std::filesystem::rename(beside, path, error);
  if (!file || error) return absl::UnavailableError("cannot write " + path);
  return absl::OkStatus();
}

std::string DigestOf(std::string_view content) {
  std::array<unsigned char, EVP_MAX_MD_SIZE> digest{};
  unsigned int size = 0;
  RECOURSE_CHECK(
      EVP_Digest(content.data(), content.size(), digest.data(), &size, EVP_sha256(), nullptr) == 1);
  constexpr char kDigits[] = "0123456789abcdef";
  std::string hex;
  for (unsigned int i = 0; i < size; ++i) {
    hex += kDigits[digest[i] >> 4U];
    hex += kDigits[digest[i] & 15U];
  }
  return hex;
}

}  // namespace recourse::ctl::model
