#pragma once

#include <gtest/gtest.h>

#include <fstream>
#include <memory>
#include <optional>
#include <sstream>
#include <string>
#include <vector>

#include "services/common/postgres/effect_store.h"
#include "services/common/postgres/pg_store.h"
#include "services/common/postgres/relay_store.h"
#include "tests/support/notice_domain.h"
#include "tests/support/postgres_server.h"

namespace recourse::testing {

inline constexpr const char* kNoticeTables =
    "CREATE TABLE notices (key uuid PRIMARY KEY, sent_count int NOT NULL DEFAULT 0, "
    "ended_count int NOT NULL DEFAULT 0, is_stopped bool NOT NULL DEFAULT false)";
inline constexpr const char* kNoticeMake =
    "INSERT INTO notices (key) SELECT k FROM unnest($1::uuid[]) AS k ORDER BY k "
    "ON CONFLICT DO NOTHING";
inline constexpr const char* kNoticeLoad =
    "SELECT key, sent_count, ended_count, is_stopped FROM notices WHERE key = ANY ($1) "
    "ORDER BY key FOR UPDATE";
inline constexpr const char* kNoticeSave =
    "UPDATE notices SET sent_count = $2, ended_count = $3, is_stopped = $4 WHERE key = $1";

class NoticeTables final : public Tables<Notice> {
 public:
  StatusOr<View> Load(Session& session, const std::vector<Notice::Key>& keys) override {
    std::vector<Uuid> ids;
    for (const auto& key : keys) ids.push_back(key.uuid());
    session.Queue({kNoticeMake, Params().Uuids(ids)});
    auto rows = session.Ask({kNoticeLoad, Params().Uuids(ids)});
    if (!rows.ok()) return rows.status();
    View view;
    for (int i = 0; i < rows->rows(); ++i) {
      view[Notice::Key(rows->Uuid(i, 0))] = {static_cast<int>(rows->Int(i, 1)),
                                             static_cast<int>(rows->Int(i, 2)), rows->Bool(i, 3)};
    }
    return view;
  }
  void Save(Session& session, const Changes<Notice>& changes) override {
    for (const auto& [key, state] : changes.states) {
      session.Queue({kNoticeSave, Params()
                                      .Uuid(key.uuid())
                                      .Int4(state.sent_count)
                                      .Int4(state.ended_count)
                                      .Bool(state.is_stopped)});
    }
  }
  StatusOr<std::shared_ptr<const Notice::Policy>> ReadPolicy(Session&) override {
    return std::make_shared<const Notice::Policy>();
  }
};

inline PostgresServer& NoticeServer() {
  static PostgresServer server;
  return server;
}

inline Migration SharedMigration(const std::string& name) {
  std::ifstream file(std::string(RECOURSE_TESTS_DIR) + "/../services/common/postgres/migrations/" +
                     name + ".sql");
  std::ostringstream text;
  text << file.rdbuf();
  return {name, text.str()};
}

// A schema of its own for each test.
inline std::string NewNoticeSchema() {
  static int count = 0;
  const std::string dsn = NoticeServer().Schema("notice" + std::to_string(++count));
  const Status migrated = Migrate(dsn, {SharedMigration("0000_runtime"),
                                        SharedMigration("0001_runtime_effects"),
                                        {"0001_notices", kNoticeTables}});
  EXPECT_TRUE(migrated.ok()) << migrated;
  return dsn;
}

// The domain of notices over a PostgreSQL of the test's own.
class NoticePostgres {
 public:
  NoticePostgres() : store_(pool_, tables_, codec_, NoticeCodec::kDeadTopic) {
    auto session = pool_.Acquire();
    for (const char* topic : {NoticeCodec::kTopic, NoticeCodec::kDeadTopic}) {
      for (auto& statement : statements::EnsureTopic(topic)) session->Queue(std::move(statement));
    }
    EXPECT_TRUE(session->Flush().ok());
  }
  PgStore<Notice>& store() { return store_; }
  PgEffectStore& effects() { return effects_; }
  EffectDesk& desk() { return desk_; }
  Pool& pool() { return pool_; }
  std::vector<std::string> Facts() {
    PgRelayStore relay(pool_);
    std::vector<std::string> said;
    const Partition partition{NoticeCodec::kTopic, PartitionOf(Notice::KeyOf(1).uuid())};
    const auto rows = relay.Read(partition, 0, 10'000);
    for (const auto& row : rows.value()) said.push_back(row.payload);
    return said;
  }
  std::optional<EffectState> StateOf(EffectId id) {
    const auto kept = desk_.Get(id);
    return kept.ok() ? std::make_optional(kept->state) : std::nullopt;
  }

 private:
  Pool pool_{NewNoticeSchema(), 8};
  NoticeTables tables_;
  NoticeCodec codec_;
  PgStore<Notice> store_;
  PgEffectStore effects_{pool_};
  EffectDesk desk_{pool_};
};

}  // namespace recourse::testing
