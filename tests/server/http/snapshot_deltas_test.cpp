#include <catch.h>

#include <map>
#include <nlohmann/json.hpp>
#include <random>

#include "pancake/delta.h"
#include "test_site.h"

namespace pancake {
namespace {

using Kind = IdSource::Kind;
using Fields = std::vector<std::pair<std::string, std::string>>;

constexpr const char* delta_type = "application/vnd.pancake.delta";
const Fields ann = {{"X-User-Id", "ann"}};
const Fields bob = {{"X-User-Id", "bob"}};

/// Features enough that a change is small beside them.
ExtensionDefinition shop() {
  ExtensionDefinition extension = empty_extension("pancake");
  extension.groups = {{"user", {Kind::header, "X-User-Id"}, {}}, {"team", {Kind::client, ""}, {}}};
  for (int number = 0; number < 40; ++number) {
    extension.features.push_back(
        client_feature(FeatureKind::flag, "FLAG_" + std::to_string(number), 0));
  }
  extension.features[0].client = false;
  extension.features.push_back(client_feature(FeatureKind::switch_, "OPEN", 1));
  extension.features.push_back(client_feature(FeatureKind::sample, "ODDS", 42));
  return extension;
}

/// What is stored, with a revision more after each change.
class Stored {
 public:
  explicit Stored(TestSite& site) : site_(site) { publish(); }

  void set_flag(const std::string& name, bool on) {
    state_.flags[name] = {on ? "1" : "0"};
    publish();
  }
  void set_override(const std::string& group, const std::string& flag, const std::string& id,
                    std::optional<bool> on) {
    state_.overrides.erase_if([&](const StoredOverride& row) {
      return row.group == group && row.flag == flag && row.object_id == id;
    });
    if (on) state_.overrides.push_back({group, flag, id, {*on ? "1" : "0"}});
    publish();
  }
  void set_ratio(const std::string& name, int ratio) {
    state_.samples[name] = {std::to_string(ratio)};
    publish();
  }
  [[nodiscard]] std::uint64_t revision() const { return state_.revision; }

 private:
  void publish() {
    ++state_.revision;
    site_.publish(state_);
  }

  TestSite& site_;
  StoredState state_;
};

/// So many that a change is a layer over them.
StoredState with_many_overrides() {
  StoredState state;
  state.revision = 1;
  for (int number = 0; number < 5'000; ++number) {
    state.overrides.push_back({"user", "FLAG_7", std::to_string(number), {"1"}});
  }
  return state;
}

std::string target(const std::string& scope) { return "/snapshot/pancake?scope=" + scope; }

Answered ask_since(TestSite& site, const std::string& scope, const std::string& revision,
                   const std::string& etag, Fields fields = {}) {
  fields.emplace_back("If-None-Match", etag);
  return site.get(target(scope) + "&since=" + revision, fields);
}

Answered ask_since(TestSite& site, const std::string& scope, const Answered& had,
                   const Fields& fields = {}) {
  return ask_since(site, scope, had.field("Pancake-Revision"), had.field("ETag"), fields);
}

std::string applied(const std::string& from, const std::string& delta) {
  const auto bytes = [](const std::string& text) {
    return std::span(reinterpret_cast<const std::uint8_t*>(text.data()), text.size());
  };
  const auto made = apply_delta(bytes(from), bytes(delta));
  if (!made) return "no delta";
  return {reinterpret_cast<const char*>(made->data()), made->size()};
}

/// What a tag says of the content: of full snapshots it says which bytes they are, too.
std::string content_of(const Answered& answer) {
  const std::string tag = answer.field("ETag");
  const std::size_t layout = tag.rfind('-');
  return tag.starts_with("W/\"full-bytes-") ? tag.substr(0, layout) + '"' : tag;
}

bool is_delta(const Answered& answer) { return answer.field("Content-Type") == delta_type; }

/// Whoever is told everything, though it said what it has.
bool is_whole(const Answered& answer) {
  return answer.status == 200 && answer.field("Content-Type") == "application/vnd.pancake.snapshot";
}

}  // namespace

TEST_CASE("who says which snapshot it has is told what changed since, in every scope") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  stored.set_override("user", "FLAG_7", "ann", true);
  std::map<std::string, Answered> had;
  for (const char* scope : {"public", "personal", "full"})
    had[scope] = site.get(target(scope), ann);
  stored.set_flag("FLAG_3", true);
  for (const auto& [scope, before] : had) {
    INFO(scope);
    const auto whole = site.get(target(scope), ann);
    const auto answer = ask_since(site, scope, before, ann);
    CHECK(answer.status == 200);
    CHECK(answer.field("Content-Type") == delta_type);
    for (const char* field : {"ETag", "Pancake-Revision", "Cache-Control"}) {
      CHECK(answer.field(field) == whole.field(field));
    }
    CHECK(whole.field("Vary") == "Accept, Accept-Encoding");
    CHECK(answer.field("Vary") == "Accept, Accept-Encoding, If-None-Match");
    CHECK(answer.body.size() < whole.body.size() / 2);
    CHECK(applied(before.body, answer.body) == whole.body);
  }
}

TEST_CASE("through any changes, what a client makes of deltas is the whole snapshot") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  std::mt19937 random(20'261'123);
  const auto below = [&](int n) { return static_cast<int>(random() % static_cast<unsigned>(n)); };
  const auto change = [&] {
    const std::string flag = "FLAG_" + std::to_string(below(40));
    switch (below(4)) {
      case 0: return stored.set_flag(flag, below(2) == 0);
      case 1: return stored.set_ratio("ODDS", below(101));
      default: {
        const std::string id = below(3) == 0 ? "ann" : std::to_string(below(30));
        const auto on = below(3) == 0 ? std::nullopt : std::optional(below(2) == 0);
        return stored.set_override(below(2) == 0 ? "user" : "team", flag, id, on);
      }
    }
  };
  struct Client {
    std::string scope;
    Answered had;
    int deltas = 0;
  };
  std::vector<Client> clients;
  for (const char* scope : {"public", "personal", "full"}) {
    clients.push_back({scope, site.get(target(scope), ann)});
  }
  for (int round = 0; round < 400; ++round) {
    for (int changes = 1 + below(4); changes > 0; --changes) change();
    for (Client& client : clients) {
      if (below(3) == 0) continue;  // it missed the news
      INFO("round " << round << ", " << client.scope);
      const auto whole = site.get(target(client.scope), ann);
      auto answer = ask_since(site, client.scope, client.had, ann);
      if (answer.status == 304) {
        REQUIRE(content_of(client.had) == content_of(whole));
        continue;
      }
      if (is_delta(answer)) {
        ++client.deltas;
        answer.body = applied(client.had.body, answer.body);
      }
      REQUIRE(answer.body == whole.body);
      client.had = std::move(answer);
    }
  }
  for (const Client& client : clients) {
    INFO(client.scope);
    CHECK(client.deltas > 50);
  }
}

TEST_CASE("without the tag of what it has, a client is told everything") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  std::map<std::string, Answered> had;
  for (const char* scope : {"public", "personal", "full"})
    had[scope] = site.get(target(scope), ann);
  stored.set_flag("FLAG_3", true);
  const std::string revision = had["public"].field("Pancake-Revision");
  for (const auto& [scope, before] : had) {
    INFO(scope);
    CHECK(is_delta(ask_since(site, scope, before, ann)));
    CHECK(is_whole(site.get(target(scope) + "&since=" + revision, ann)));
    CHECK(is_whole(ask_since(site, scope, revision, "W/\"another\"", ann)));
    for (const auto& [other, elsewhere] : had) {
      if (other != scope) {
        CHECK(is_whole(ask_since(site, scope, revision, elsewhere.field("ETag"), ann)));
      }
    }
    const auto unasked = site.get(target(scope), {{"If-None-Match", before.field("ETag")}});
    CHECK(is_whole(unasked));
  }
}

TEST_CASE("a delta is for those alone who have its visitor's snapshot") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  stored.set_override("user", "FLAG_7", "ann", true);
  const auto of_ann = site.get(target("personal"), ann);
  const auto of_bob = site.get(target("personal"), bob);
  stored.set_override("user", "FLAG_8", "ann", true);
  CHECK(is_delta(ask_since(site, "personal", of_ann, ann)));
  CHECK(is_whole(ask_since(site, "personal", of_bob, ann)));
  CHECK(is_whole(ask_since(site, "personal", of_ann, bob)));
  CHECK(ask_since(site, "personal", of_bob, bob).status == 304);
  CHECK(ask_since(site, "personal", of_ann, ann).field("Cache-Control") == "private, no-store");
}

TEST_CASE("JSON comes whole") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  const Fields json = {{"Accept", "application/json"}};
  std::map<std::string, std::pair<Answered, Answered>> had;
  for (const char* scope : {"public", "personal", "full"}) {
    had[scope] = {site.get(target(scope)), site.get(target(scope), json)};
  }
  stored.set_flag("FLAG_3", true);
  for (const auto& [scope, forms] : had) {
    INFO(scope);
    const auto& [bytes, text] = forms;
    for (const Answered& form : {bytes, text}) {
      const auto answer = ask_since(site, scope, form, json);
      CHECK(answer.status == 200);
      CHECK(answer.field("Content-Type") == "application/json");
    }
    CHECK(is_whole(ask_since(site, scope, text)));
  }
}

TEST_CASE("a change there and back is no change") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  stored.set_flag("FLAG_3", false);
  const auto had = site.get(target("public"));
  CHECK(ask_since(site, "public", had).status == 304);
  stored.set_flag("FLAG_3", true);
  stored.set_flag("FLAG_3", false);
  CHECK(ask_since(site, "public", had).status == 304);
}

TEST_CASE("what changed in the most of a snapshot is told by sending it") {
  TestSite site(options_with({shop()}));
  StoredState state;
  state.revision = 1;
  site.publish(state);
  std::map<std::string, Answered> had;
  for (const char* scope : {"personal", "full"}) had[scope] = site.get(target(scope), ann);
  state.revision = 2;
  for (int number = 0; number < 3'000; ++number) {
    state.overrides.push_back({"user", "FLAG_7", std::to_string(number), {"1"}});
  }
  site.publish(state);
  CHECK(is_whole(ask_since(site, "full", had["full"])));
  CHECK(ask_since(site, "personal", had["personal"], ann).status == 304);
}

TEST_CASE("the last eight revisions are known, and what is none of them is answered whole") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  std::vector<Answered> had;
  for (int change = 0; change < 12; ++change) {
    stored.set_flag("FLAG_" + std::to_string(change + 1), true);
    had.push_back(site.get(target("full")));
  }
  CHECK(ask_since(site, "full", had.back()).status == 304);
  for (std::size_t back = 1; back < had.size(); ++back) {
    INFO("revisions back: " << back);
    const auto answer = ask_since(site, "full", had[had.size() - 1 - back]);
    CHECK(is_delta(answer) == (back <= 8));
    CHECK(is_whole(answer) == (back > 8));
  }
  const auto open = site.get(target("public"));
  stored.set_flag("FLAG_1", false);
  for (const auto& since : {std::to_string(stored.revision() + 5), std::string("0")}) {
    CHECK(is_whole(ask_since(site, "public", since, open.field("ETag"))));
    // The tag of a full snapshot says which one it is.
    CHECK(is_delta(ask_since(site, "full", since, had.back().field("ETag"))));
  }
}

TEST_CASE("of many overrides, a change to one is told in few bytes, and 64 revisions are known") {
  TestSite site(options_with({shop()}));
  StoredState state = with_many_overrides();
  site.publish(state);
  std::vector<Answered> had{site.get(target("full"))};
  for (int change = 0; change < 70; ++change) {
    ++state.revision;
    state.overrides.set_value(static_cast<std::size_t>(change) * 50, {"0"});
    site.publish(state);
    had.push_back(site.get(target("full")));
  }
  for (std::size_t back = 1; back < had.size(); ++back) {
    INFO("revisions back: " << back);
    const Answered& before = had[had.size() - 1 - back];
    const auto answer = ask_since(site, "full", before);
    CHECK(is_delta(answer) == (back <= 64));
    if (!is_delta(answer)) continue;
    CHECK(applied(before.body, answer.body) == had.back().body);
    if (back == 1) CHECK(answer.body.size() < 500);
  }
}

TEST_CASE("equal states are told to be equal, whichever bytes they lie in") {
  TestSite site(options_with({shop()}));
  TestSite twin(options_with({shop()}));
  StoredState state = with_many_overrides();
  site.publish(state);
  const auto first = site.get(target("full"));
  for (const char* text : {"0", "1"}) {
    ++state.revision;
    state.overrides.set_value(7, {text});
    site.publish(state);
  }
  twin.publish(state);
  const auto there_and_back = site.get(target("full"));
  const auto at_once = twin.get(target("full"));
  CHECK(there_and_back.field("ETag") != first.field("ETag"));
  CHECK(there_and_back.field("ETag") != at_once.field("ETag"));
  CHECK(there_and_back.body != at_once.body);
  for (const Answered& had : {first, at_once, there_and_back}) {
    for (TestSite* asked : {&site, &twin}) CHECK(ask_since(*asked, "full", had).status == 304);
  }
  const Fields json = {{"Accept", "application/json"}};
  const auto text = site.get(target("full"), json);
  CHECK(text.body == twin.get(target("full"), json).body);
  CHECK(text.field("ETag") == twin.get(target("full"), json).field("ETag"));

  ++state.revision;
  state.overrides.set_value(8, {"0"});
  site.publish(state);
  const auto answer = ask_since(site, "full", first);
  CHECK(is_delta(answer));
  CHECK(applied(first.body, answer.body) == site.get(target("full")).body);
  CHECK(is_whole(ask_since(site, "full", at_once)));
}

TEST_CASE("of large states as many are known as take 64 MiB") {
  TestSite site(options_with({shop()}));
  StoredState state;
  for (int number = 0; number < 24'000; ++number) {  // 25 MB
    std::string id = std::to_string(number);
    id.resize(1'000, 'x');
    state.overrides.push_back({"user", "FLAG_7", std::move(id), {"1"}});
  }
  std::vector<std::string> tags;
  for (state.revision = 1; state.revision <= 4; ++state.revision) {
    // A feature more, so that none is a layer over the one before.
    state.flags["NEW_" + std::to_string(state.revision)] = {"1"};
    site.publish(state);
    tags.push_back(site.site().extensions[0]->current()->snapshots.full->bytes_etag);
  }
  CHECK(is_delta(ask_since(site, "full", "3", tags[2])));
  CHECK(is_delta(ask_since(site, "full", "2", tags[1])));
  CHECK(is_whole(ask_since(site, "full", "1", tags[0])));
}

TEST_CASE("what was published before is let go of, all but its snapshots, and those in the end") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  const std::weak_ptr<const Published> before = site.site().extensions[0]->current();
  const std::weak_ptr<const TaggedSnapshot> full = before.lock()->snapshots.full;
  for (int change = 0; change < 8; ++change) {
    stored.set_flag("FLAG_" + std::to_string(change), true);
    CHECK(before.expired());
    CHECK_FALSE(full.expired());
  }
  stored.set_flag("FLAG_9", true);
  CHECK(full.expired());
}

TEST_CASE("a revision that is no number is refused") {
  TestSite site(options_with({shop()}));
  Stored stored(site);
  for (const char* since : {"", "x", "-1", "1.5", "1,2", "%201", "18446744073709551616"}) {
    INFO(since);
    const auto answer = site.get(target("public") + "&since=" + since);
    CHECK(answer.status == 400);
    CHECK(nlohmann::json::parse(answer.body)["error"]["code"] == "bad_since");
  }
  CHECK(is_whole(site.get(target("public") + "&since=18446744073709551615")));
}

TEST_CASE("a delta of everything needs the right to everything") {
  ServeOptions options = options_with({shop()});
  options.server_keys = {"edge"};
  TestSite site(options, true);
  Stored stored(site);
  const Fields key = {{"Authorization", "Bearer edge"}};
  const auto had = site.get(target("full"), key);
  stored.set_flag("FLAG_3", true);
  CHECK(is_delta(ask_since(site, "full", had, key)));
  CHECK(ask_since(site, "full", had).status == 401);
}

TEST_CASE("deltas keep what a signed cookie answers") {
  ExtensionDefinition extension = shop();
  extension.cookie.format = CookieFormat::flask_pancake;
  ServeOptions options = options_with({extension});
  options.secrets = {"s3cr!t"};
  TestSite site(options);
  Stored stored(site);
  const auto first = site.get(target("personal"), ann);
  const std::string set_cookie = first.field("Set-Cookie");
  REQUIRE(!set_cookie.empty());
  Fields visitor = ann;
  visitor.emplace_back("Cookie", set_cookie.substr(0, set_cookie.find(';')));
  stored.set_ratio("ODDS", 0);
  stored.set_ratio("ODDS", 100);
  stored.set_override("user", "FLAG_7", "ann", true);
  const auto whole = site.get(target("personal"), visitor);
  const auto answer = ask_since(site, "personal", first, visitor);
  CHECK(is_delta(answer));
  CHECK(applied(first.body, answer.body) == whole.body);
  CHECK_FALSE(answer.field("Set-Cookie").empty());
}

}  // namespace pancake
