// The agents' methods: by their scope, over gRPC and a real PostgreSQL.
#include "tests/support/followup/door.h"

namespace recourse::followup {
namespace {

using namespace testing;  // NOLINT: values of this test

class AgentDoorTest : public DoorTest {
 protected:
  // Of b1, in the region south; and of a branch elsewhere.
  const By kHere{Role::kAgent, "b1", "anna"};
  const By kRegion{Role::kOperations, "south", "olga"};
  const By kElsewhere{Role::kAgent, "b9", "nina"};

  template <typename Request>
  static Request Of(const LoopId& loop_id) {
    Request in;
    in.set_request_id(NewId());
    in.set_loop_id(ToString(loop_id));
    return in;
  }
  std::vector<std::string> Listed(const v1::ListLoopsRequest& in, const By& by) {
    v1::ListLoopsResponse out;
    EXPECT_TRUE(Call(&Stub::ListLoops, in, out, by).ok());
    std::vector<std::string> numbers;
    for (const auto& loop : out.loops()) numbers.push_back(loop.ticket_number());
    next_ = out.next_page_token();
    return numbers;
  }
  std::vector<std::string> Deliveries(const v1::ListDeliveriesRequest& in, const By& by) {
    v1::ListDeliveriesResponse out;
    EXPECT_TRUE(Call(&Stub::ListDeliveries, in, out, by).ok());
    std::vector<std::string> numbers;
    for (const auto& delivery : out.deliveries()) numbers.push_back(delivery.ticket_number());
    next_ = out.next_page_token();
    return numbers;
  }
  static Ticket At(Ticket ticket, const std::string& branch, const std::string& region) {
    ticket.dimensions.branch_id = BranchId(branch);
    ticket.dimensions.region_id = RegionId(region);
    return ticket;
  }
  void Reply(const Ticket& ticket, std::int64_t version) {
    Tell(FactOf(ticket, PublicReply{AgentId("dora"), "We look into it.", {}}, version, Now()));
  }
  grpc::Status StartCall(const LoopId& loop_id, const By& by, v1::StartCallResponse& out) {
    return Call(&Stub::StartCall, Of<v1::StartCallRequest>(loop_id), out, by);
  }
  v1::MarkToldByPhoneRequest Told(const Ticket& ticket, std::int64_t version, Timestamp time) {
    v1::MarkToldByPhoneRequest in;
    in.set_request_id(NewId());
    in.set_ticket_id(ToString(ticket.ticket_id));
    in.set_reply_version(version);
    in.mutable_told_time()->set_seconds(time.time_since_epoch().count() / 1000);
    return in;
  }

  std::string next_;
};

TEST_F(AgentDoorTest, LoopsAreThoseOfTheScopeNewestFirst) {
  Asked(TicketOf("t1", "li"));
  Asked(At(TicketOf("t2", "wu"), "b2", "south"));
  Asked(At(TicketOf("t3", "he"), "b9", "north"));
  using Numbers = std::vector<std::string>;
  EXPECT_EQ(Listed({}, {Role::kAuditor}), (Numbers{"t3", "t2", "t1"}));
  EXPECT_EQ(Listed({}, kHere), (Numbers{"t1"}));
  EXPECT_EQ(Listed({}, kRegion), (Numbers{"t2", "t1"}));
  EXPECT_EQ(Listed({}, kElsewhere), (Numbers{"t3"}));
  v1::ListLoopsRequest of_b1;
  of_b1.set_branch_id("b1");
  EXPECT_EQ(Listed(of_b1, kElsewhere), Numbers{});
  EXPECT_EQ(Listed(of_b1, kRegion), (Numbers{"t1"}));
}

TEST_F(AgentDoorTest, LoopsAreNarrowedByWhatIsAskedFor) {
  const Ticket answered = TicketOf("t1", "li");
  const LoopId loop_id = Asked(answered);
  Tell(SubmitAnswer{FileOf(answered), loop_id, {Csat(5), "", AnswerVia::kLink, AgentId()}});
  outcome_ = EffectOutcome::kUnknown;
  Asked(TicketOf("t2", "wu"));
  Asked(TicketOf("t3", "he", "phone"));
  using Numbers = std::vector<std::string>;
  v1::ListLoopsRequest in;
  in.set_ticket_id(ToString(answered.ticket_id));
  EXPECT_EQ(Listed(in, kHere), Numbers{"t1"});
  in.Clear();
  in.set_customer_id(ToString(IdOf<CustomerId>("wu")));
  EXPECT_EQ(Listed(in, kHere), Numbers{"t2"});
  in.Clear();
  in.set_state(v1::LOOP_STATE_ASKED);
  EXPECT_EQ(Listed(in, kHere), (Numbers{"t3", "t2"}));
  in.set_way(v1::SURVEY_WAY_CALL);
  EXPECT_EQ(Listed(in, kHere), Numbers{"t3"});
  in.Clear();
  in.set_verdict(v1::VERDICT_HEARD_GOOD);
  EXPECT_EQ(Listed(in, kHere), Numbers{"t1"});
  in.Clear();
  in.set_unknown(true);
  EXPECT_EQ(Listed(in, kHere), Numbers{"t2"});
  in.Clear();
  in.set_ticket_id("t1");
  v1::ListLoopsResponse out;
  EXPECT_EQ(SlugOf(Call(&Stub::ListLoops, in, out, kHere)), "id-malformed");
}

TEST_F(AgentDoorTest, PagesFollowEachOtherWithoutAHoleOrADouble) {
  std::vector<std::string> all;
  for (int i = 0; i < 7; ++i) {
    all.insert(all.begin(), "t" + std::to_string(i));
    Asked(TicketOf(all.front(), "c" + std::to_string(i)));
  }
  std::vector<std::string> seen;
  v1::ListLoopsRequest in;
  in.set_page_size(3);
  for (int page = 0; page < 3; ++page) {
    for (auto& number : Listed(in, kHere)) seen.push_back(number);
    in.set_page_token(next_);
  }
  EXPECT_EQ(seen, all);
  EXPECT_EQ(next_, "");
  in.set_page_token("none of ours");
  v1::ListLoopsResponse out;
  EXPECT_EQ(Call(&Stub::ListLoops, in, out, kHere).error_code(),
            grpc::StatusCode::INVALID_ARGUMENT);
}

TEST_F(AgentDoorTest, ALoopShowsWhatCameOfIt) {
  const Ticket ticket = TicketOf("26-004217", "li");
  const LoopId loop_id = Asked(ticket);
  Tell(SubmitAnswer{
      FileOf(ticket), loop_id, {{2, 0, {}, false}, "words", AnswerVia::kLink, AgentId()}});
  v1::ListLoopsResponse out;
  ASSERT_TRUE(Call(&Stub::ListLoops, v1::ListLoopsRequest(), out, kHere).ok());
  ASSERT_EQ(out.loops_size(), 1);
  const v1::Loop& loop = out.loops(0);
  EXPECT_EQ(loop.loop_id(), ToString(loop_id));
  EXPECT_EQ(loop.ticket_number(), "26-004217");
  EXPECT_EQ(loop.customer_id(), ToString(ticket.customer_id));
  EXPECT_EQ(loop.dimensions().branch_id(), "b1");
  EXPECT_EQ(loop.standing().verdict(), v1::VERDICT_HEARD_BAD);
  EXPECT_EQ(loop.way(), v1::SURVEY_WAY_MAIL);
  EXPECT_EQ(loop.scores().csat(), 2);
  EXPECT_TRUE(loop.scores().has_nps() && loop.scores().nps() == 0);
  EXPECT_FALSE(loop.scores().put_right());
  EXPECT_FALSE(loop.scores().has_ces());
  EXPECT_EQ(loop.via(), v1::ANSWER_VIA_LINK);
  EXPECT_TRUE(loop.has_close_time());
  EXPECT_FALSE(loop.has_call_time());
}

TEST_F(AgentDoorTest, ALinkIsHandedOverWhereThePolicyAsksByLink) {
  const LoopId by_link = Asked(TicketOf("t1", "li", "branch"));
  v1::CreateSurveyLinkRequest in;
  in.set_loop_id(ToString(by_link));
  v1::CreateSurveyLinkResponse out;
  ASSERT_TRUE(Call(&Stub::CreateSurveyLink, in, out, kHere).ok());
  EXPECT_EQ(out.url(), kDoorUrl + std::string("/s/") + TokenOf(by_link));
  EXPECT_TRUE(out.has_expire_time());
  EXPECT_EQ(Call(&Stub::CreateSurveyLink, in, out, kElsewhere).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Call(&Stub::CreateSurveyLink, in, out, kConsole).error_code(),
            grpc::StatusCode::PERMISSION_DENIED);
  in.set_loop_id(ToString(Asked(TicketOf("t2", "wu"))));
  EXPECT_EQ(SlugOf(Call(&Stub::CreateSurveyLink, in, out, kHere)), "link-not-asked");
  in.set_loop_id("no id");
  EXPECT_EQ(Call(&Stub::CreateSurveyLink, in, out, kHere).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(AgentDoorTest, ACallIsMadeOnceAndItsAnswerIsWrittenDown) {
  const LoopId loop_id = Asked(TicketOf("t1", "li", "phone"));
  v1::StartCallResponse started;
  EXPECT_EQ(StartCall(loop_id, kElsewhere, started).error_code(), grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(SlugOf(StartCall(loop_id, {Role::kAgent, "b1", "dora"}, started)), "own-ticket");
  ASSERT_TRUE(StartCall(loop_id, kHere, started).ok());
  EXPECT_EQ(started.loop().call_count(), 1);
  EXPECT_TRUE(started.loop().has_call_time());
  EXPECT_EQ(SlugOf(StartCall(loop_id, {Role::kAgent, "b1", "ben"}, started)), "call-under-way");
  auto end = Of<v1::EndCallRequest>(loop_id);
  end.set_unreached(true);
  v1::EndCallResponse ended;
  ASSERT_TRUE(Call(&Stub::EndCall, end, ended, kHere).ok());
  EXPECT_EQ(ended.loop().standing().state(), v1::LOOP_STATE_ASKED);
  EXPECT_EQ(SlugOf(Call(&Stub::EndCall, Of<v1::EndCallRequest>(loop_id), ended, kHere)),
            "call-not-started");
  auto record = Of<v1::RecordAnswerRequest>(loop_id);
  record.mutable_scores()->set_csat(5);
  v1::RecordAnswerResponse recorded;
  ASSERT_TRUE(Call(&Stub::RecordAnswer, record, recorded, kHere).ok());
  EXPECT_EQ(recorded.loop().standing().verdict(), v1::VERDICT_HEARD_GOOD);
  EXPECT_EQ(recorded.loop().via(), v1::ANSWER_VIA_PHONE);
  EXPECT_EQ(queries_.Get(loop_id)->loop.heard->agent_id, AgentId("anna"));
}

TEST_F(AgentDoorTest, NobodyElsesLoopIsThereForACommand) {
  const LoopId loop_id = Asked(TicketOf("t1", "li", "phone"));
  const Loop before = queries_.Get(loop_id)->loop;
  auto record = Of<v1::RecordAnswerRequest>(loop_id);
  record.mutable_scores()->set_csat(5);
  v1::RecordAnswerResponse recorded;
  v1::EndCallResponse ended;
  v1::StartCallResponse started;
  for (const auto& status :
       {Call(&Stub::RecordAnswer, record, recorded, kElsewhere),
        Call(&Stub::EndCall, Of<v1::EndCallRequest>(loop_id), ended, kElsewhere),
        StartCall(loop_id, kElsewhere, started)}) {
    EXPECT_EQ(status.error_code(), grpc::StatusCode::NOT_FOUND);
  }
  EXPECT_EQ(queries_.Get(loop_id)->loop, before);
}

TEST_F(AgentDoorTest, DeliveriesAndTasksAreThoseOfTheScope) {
  const Ticket mail = TicketOf("t1", "li");
  const Ticket at_counter = TicketOf("t2", "wu", "branch");
  Reply(mail, 2);
  Arrive();
  Reply(at_counter, 2);
  outcome_ = EffectOutcome::kFailed;
  Reply(TicketOf("t3", "he"), 2);
  Arrive();
  Reply(At(TicketOf("t4", "ma", "branch"), "b9", "north"), 2);
  using Numbers = std::vector<std::string>;
  EXPECT_EQ(Deliveries({}, kHere), (Numbers{"t3", "t2", "t1"}));
  v1::ListDeliveriesRequest tasks;
  tasks.set_tasks(true);
  EXPECT_EQ(Deliveries(tasks, kHere), (Numbers{"t3", "t2"}));
  EXPECT_EQ(Deliveries(tasks, kElsewhere), Numbers{"t4"});
  v1::ListDeliveriesRequest delivered;
  delivered.set_state(v1::DELIVERY_STATE_DELIVERED);
  EXPECT_EQ(Deliveries(delivered, kHere), Numbers{"t1"});
  v1::ListDeliveriesRequest of_ticket;
  of_ticket.set_ticket_id(ToString(at_counter.ticket_id));
  EXPECT_EQ(Deliveries(of_ticket, kRegion), Numbers{"t2"});
  v1::ListDeliveriesRequest pages;
  pages.set_page_size(2);
  EXPECT_EQ(Deliveries(pages, kHere), (Numbers{"t3", "t2"}));
  pages.set_page_token(next_);
  EXPECT_EQ(Deliveries(pages, kHere), Numbers{"t1"});
  EXPECT_EQ(next_, "");
}

TEST_F(AgentDoorTest, AnAgentSaysThatHeToldTheCustomer) {
  const Ticket ticket = TicketOf("t1", "li", "branch");
  Reply(ticket, 2);
  const auto told = Told(ticket, 2, Now());
  v1::MarkToldByPhoneResponse out;
  EXPECT_EQ(Call(&Stub::MarkToldByPhone, told, out, kElsewhere).error_code(),
            grpc::StatusCode::NOT_FOUND);
  EXPECT_EQ(Call(&Stub::MarkToldByPhone, Told(ticket, 3, Now()), out, kHere).error_code(),
            grpc::StatusCode::NOT_FOUND);
  const auto early = Call(&Stub::MarkToldByPhone, Told(ticket, 2, Timestamp()), out, kHere);
  EXPECT_EQ(early.error_code(), grpc::StatusCode::INVALID_ARGUMENT);
  EXPECT_EQ(SlugOf(early), "told-time-out-of-range");
  ASSERT_TRUE(Call(&Stub::MarkToldByPhone, told, out, kHere).ok());
  EXPECT_EQ(out.delivery().state(), v1::DELIVERY_STATE_TOLD);
  EXPECT_EQ(out.delivery().agent_id(), "anna");
  EXPECT_EQ(out.delivery().told_time().seconds(), told.told_time().seconds());
  EXPECT_TRUE(Call(&Stub::MarkToldByPhone, told, out, kHere).ok());
  EXPECT_EQ(SlugOf(Call(&Stub::MarkToldByPhone, Told(ticket, 2, Now()), out,
                        {Role::kAgent, "b1", "ben"})),
            "reply-already-told");
}

TEST_F(AgentDoorTest, AnAgentWritesDownWhatACustomerWants) {
  Asked(TicketOf("t1", "li"));
  v1::SetContactPreferenceRequest in;
  in.set_request_id(NewId());
  in.set_customer_id(ToString(IdOf<CustomerId>("li")));
  v1::SetContactPreferenceResponse out;
  EXPECT_EQ(Call(&Stub::SetContactPreference, in, out, kElsewhere).error_code(),
            grpc::StatusCode::NOT_FOUND);
  ASSERT_TRUE(Call(&Stub::SetContactPreference, in, out, kHere).ok());
  EXPECT_EQ(out.withdrawn_count(), 1);
  v1::GetContactPreferenceRequest get;
  get.set_customer_id(in.customer_id());
  v1::GetContactPreferenceResponse got;
  ASSERT_TRUE(Call(&Stub::GetContactPreference, get, got, kHere).ok());
  EXPECT_TRUE(got.has_surveys() && !got.surveys());
  EXPECT_TRUE(got.has_set_time());
  EXPECT_EQ(got.contacts_spent(), 1);
  EXPECT_EQ(got.contacts_max(), 3);
  v1::GetContactPreferenceResponse none;
  EXPECT_EQ(Call(&Stub::GetContactPreference, get, none, kElsewhere).error_code(),
            grpc::StatusCode::NOT_FOUND);
}

TEST_F(AgentDoorTest, OfACustomerWhoWasNeverFollowedNothingIsKnownAndHisWishIsKept) {
  v1::GetContactPreferenceRequest get;
  get.set_customer_id(ToString(IdOf<CustomerId>("new")));
  v1::GetContactPreferenceResponse got;
  ASSERT_TRUE(Call(&Stub::GetContactPreference, get, got, kHere).ok());
  EXPECT_FALSE(got.has_surveys());
  EXPECT_EQ(got.contacts_spent(), 0);
  v1::SetContactPreferenceRequest in;
  in.set_request_id(NewId());
  in.set_customer_id(get.customer_id());
  v1::SetContactPreferenceResponse out;
  ASSERT_TRUE(Call(&Stub::SetContactPreference, in, out, kHere).ok());
  ASSERT_TRUE(Call(&Stub::GetContactPreference, get, got, kHere).ok());
  EXPECT_TRUE(got.has_surveys() && !got.surveys());
}

}  // namespace
}  // namespace recourse::followup
