#include "certificate.h"

#include <openssl/evp.h>
#include <openssl/pem.h>
#include <openssl/x509v3.h>

#include <cstdio>
#include <memory>
#include <stdexcept>

namespace pancake::test {

namespace {

template <auto Free>
struct Freed {
  template <typename T>
  void operator()(T* held) const {
    Free(held);
  }
};
using Key = std::unique_ptr<EVP_PKEY, Freed<EVP_PKEY_free>>;
using Certificate = std::unique_ptr<X509, Freed<X509_free>>;
using Extension = std::unique_ptr<X509_EXTENSION, Freed<X509_EXTENSION_free>>;
using File = std::unique_ptr<std::FILE, Freed<std::fclose>>;

void require(bool done) {
  if (!done) throw std::runtime_error("a certificate cannot be made");
}

/// Signed by `authority`, or by itself if that is null.
Certificate certificate_for(EVP_PKEY* key, X509* authority, EVP_PKEY* authority_key) {
  Certificate certificate(X509_new());
  require(certificate != nullptr);
  auto* const x509 = certificate.get();
  X509_set_version(x509, 2);
  ASN1_INTEGER_set(X509_get_serialNumber(x509), authority == nullptr ? 1 : 2);
  X509_gmtime_adj(X509_getm_notBefore(x509), -60);
  X509_gmtime_adj(X509_getm_notAfter(x509), 3600);
  X509_set_pubkey(x509, key);
  const auto* const name = authority == nullptr ? "pancake test" : "pancake test, signed";
  X509_NAME_add_entry_by_txt(X509_get_subject_name(x509), "CN", MBSTRING_ASC,
                             reinterpret_cast<const unsigned char*>(name), -1, -1, 0);
  X509_set_issuer_name(x509, X509_get_subject_name(authority == nullptr ? x509 : authority));
  const Extension host(X509V3_EXT_conf_nid(nullptr, nullptr, NID_subject_alt_name, "IP:127.0.0.1"));
  require(host != nullptr && X509_add_ext(x509, host.get(), -1) == 1);
  if (authority == nullptr) {
    const Extension signs(X509V3_EXT_conf_nid(nullptr, nullptr, NID_basic_constraints, "CA:TRUE"));
    require(signs != nullptr && X509_add_ext(x509, signs.get(), -1) == 1);
  }
  require(X509_sign(x509, authority == nullptr ? key : authority_key, EVP_sha256()) != 0);
  return certificate;
}

void write_files(EVP_PKEY* key, X509* certificate, const std::string& key_file,
                 const std::string& certificate_file) {
  const File key_out(std::fopen(key_file.c_str(), "w"));
  const File certificate_out(std::fopen(certificate_file.c_str(), "w"));
  require(key_out != nullptr && certificate_out != nullptr);
  require(PEM_write_PrivateKey(key_out.get(), key, nullptr, nullptr, 0, nullptr, nullptr) == 1);
  require(PEM_write_X509(certificate_out.get(), certificate) == 1);
}

}  // namespace

void write_certificate(const std::string& key_file, const std::string& certificate_file) {
  const Key key(EVP_EC_gen("P-256"));
  require(key != nullptr);
  const auto certificate = certificate_for(key.get(), nullptr, nullptr);
  write_files(key.get(), certificate.get(), key_file, certificate_file);
}

void write_signed_certificate(const std::string& authority_key_file,
                              const std::string& authority_file, const std::string& key_file,
                              const std::string& certificate_file) {
  const File key_in(std::fopen(authority_key_file.c_str(), "r"));
  const File certificate_in(std::fopen(authority_file.c_str(), "r"));
  require(key_in != nullptr && certificate_in != nullptr);
  const Key authority_key(PEM_read_PrivateKey(key_in.get(), nullptr, nullptr, nullptr));
  const Certificate authority(PEM_read_X509(certificate_in.get(), nullptr, nullptr, nullptr));
  const Key key(EVP_EC_gen("P-256"));
  require(authority_key != nullptr && authority != nullptr && key != nullptr);
  const auto certificate = certificate_for(key.get(), authority.get(), authority_key.get());
  write_files(key.get(), certificate.get(), key_file, certificate_file);
}

}  // namespace pancake::test
