#pragma once

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/ssl.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <filesystem>
#include <memory>
#include <stdexcept>
#include <string>

namespace recourse::testing {

// A certificate for `localhost`, made anew in each process and signed by itself, for servers of
// tests. `path()` is the file that a client may be told to trust, `key_path()` the server's own:
// the key and the certificate.
class TestCertificate {
 public:
  static TestCertificate& Instance() {
    static TestCertificate certificate;
    return certificate;
  }
  const std::string& path() const { return path_; }
  const std::string& key_path() const { return key_path_; }
  SSL_CTX* context() { return context_.get(); }

 private:
  TestCertificate() : key_(EVP_EC_gen("P-256")), certificate_(X509_new()) {
    X509_set_version(certificate_.get(), 2);
    ASN1_INTEGER_set(X509_get_serialNumber(certificate_.get()), 1);
    X509_gmtime_adj(X509_getm_notBefore(certificate_.get()), -3'600);
    X509_gmtime_adj(X509_getm_notAfter(certificate_.get()), 86'400);
    X509_set_pubkey(certificate_.get(), key_.get());
    X509_NAME* name = X509_get_subject_name(certificate_.get());
    X509_NAME_add_entry_by_txt(name, "CN", MBSTRING_ASC,
                               reinterpret_cast<const unsigned char*>("localhost"), -1, -1, 0);
    X509_set_issuer_name(certificate_.get(), name);
    AddAlternativeName();
    if (X509_sign(certificate_.get(), key_.get(), EVP_sha256()) == 0) {
      throw std::runtime_error("cannot sign");
    }
    Write();
    context_.reset(SSL_CTX_new(TLS_server_method()));
    SSL_CTX_use_certificate(context_.get(), certificate_.get());
    SSL_CTX_use_PrivateKey(context_.get(), key_.get());
  }
  ~TestCertificate() {
    std::remove(path_.c_str());
    std::remove(key_path_.c_str());
  }

  void AddAlternativeName() {
    X509_EXTENSION* extension =
        X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "DNS:localhost");
    X509_add_ext(certificate_.get(), extension, -1);
    X509_EXTENSION_free(extension);
  }
  void Write() {
    std::FILE* trusted = Open(path_);
    PEM_write_X509(trusted, certificate_.get());
    std::fclose(trusted);
    std::FILE* own = Open(key_path_);
    PEM_write_PKCS8PrivateKey(own, key_.get(), nullptr, nullptr, 0, nullptr, nullptr);
    PEM_write_X509(own, certificate_.get());
    std::fclose(own);
  }
  static std::FILE* Open(std::string& path) {
    path = std::filesystem::temp_directory_path() / "recourse-ca-XXXXXX";
    const int file = mkstemp(path.data());
    if (file < 0) throw std::runtime_error("mkstemp");
    return fdopen(file, "w");
  }

  struct Free {
    void operator()(EVP_PKEY* key) const { EVP_PKEY_free(key); }
    void operator()(X509* certificate) const { X509_free(certificate); }
    void operator()(SSL_CTX* context) const { SSL_CTX_free(context); }
  };
  std::unique_ptr<EVP_PKEY, Free> key_;
  std::unique_ptr<X509, Free> certificate_;
  std::unique_ptr<SSL_CTX, Free> context_;
  std::string path_;
  std::string key_path_;
};

}  // namespace recourse::testing
