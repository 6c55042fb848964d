#include "services/console/adapters/token.h"

#include <openssl/rand.h>
#include <openssl/sha.h>

#include "services/common/access/base64url.h"
#include "services/common/core/check.h"

namespace recourse::console {
namespace {

constexpr std::size_t kTokenBytes = 32;

}  // namespace

std::string RandomBytes(std::size_t count) {
  std::string bytes(count, '\0');
  RECOURSE_CHECK(RAND_bytes(reinterpret_cast<unsigned char*>(bytes.data()),
                            static_cast<int>(count)) == 1);
  return bytes;
}

std::string NewToken() { return EncodeBase64Url(RandomBytes(kTokenBytes)); }

std::string HashToken(std::string_view token) {
  std::string hash(SHA256_DIGEST_LENGTH, '\0');
  SHA256(reinterpret_cast<const unsigned char*>(token.data()), token.size(),
         reinterpret_cast<unsigned char*>(hash.data()));
  return hash;
}

}  // namespace recourse::console
