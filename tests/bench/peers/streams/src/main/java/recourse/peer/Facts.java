package recourse.peer;

import com.google.protobuf.Timestamp;
import java.util.UUID;
import recourse.routing.v1.TicketEventOuterClass.ClockKind;
import recourse.routing.v1.TicketEventOuterClass.ClockStanding;
import recourse.routing.v1.TicketEventOuterClass.ClockState;
import recourse.routing.v1.TicketEventOuterClass.Dimensions;
import recourse.routing.v1.TicketEventOuterClass.FeedbackJoined;
import recourse.routing.v1.TicketEventOuterClass.FeedbackRecorded;
import recourse.routing.v1.TicketEventOuterClass.TicketEvent;
import recourse.routing.v1.TicketEventOuterClass.TicketOpened;
import recourse.routing.v1.TicketEventOuterClass.TicketState;

/** The facts of tickets, in the same message as routing's. */
final class Facts {
  private static final String PREFIX = "recourse.routing.v1.";

  private final Standard standard;

  Facts(Standard standard) {
    this.standard = standard;
  }

  Disposition.Fact opened(Heard heard, Ticket ticket, long now) {
    TicketOpened opened = TicketOpened.newBuilder().setSubject(ticket.subject)
        .setDueTime(due(ticket, Standard.FIRST_RESPONSE))
        .setWarnTime(time(ticket.openMs + standard.warnAfter(Standard.FIRST_RESPONSE)))
        .setTargetMs(standard.responseMs()).setCalendarId("always")
        .setRoutingRule(ticket.route.why()).build();
    TicketEvent.Builder event = of(heard, ticket, now).setOpened(opened);
    return fact(heard, ticket.ticketId.toString(), "TicketOpened", event);
  }

  Disposition.Fact joined(Heard heard, Ticket ticket, long now) {
    TicketEvent.Builder event = of(heard, ticket, now).setBefore(dimensions(ticket))
        .setJoined(FeedbackJoined.getDefaultInstance());
    return fact(heard, ticket.ticketId.toString(), "FeedbackJoined", event);
  }

  Disposition.Fact recorded(Heard heard, Routing.Route route, long now) {
    Dimensions after = Dimensions.newBuilder().setBranchId(route.branchId())
        .setRegionId(route.regionId()).setCategory(heard.classification().category())
        .setChannel(heard.event().getReceived().getChannel())
        .setSeverity(heard.classification().severity()).build();
    TicketEvent.Builder event = common(heard, now).setAfter(after).setRecorded(
        FeedbackRecorded.newBuilder().setType(heard.classification().type()));
    return fact(heard, heard.feedbackId().toString(), "FeedbackRecorded", event);
  }

  private TicketEvent.Builder of(Heard heard, Ticket ticket, long now) {
    return common(heard, now).setTicketId(ticket.ticketId.toString())
        .setTicketVersion(ticket.version).setNumber(ticket.number).setAfter(dimensions(ticket))
        .setCycle(1);
  }

  private static TicketEvent.Builder common(Heard heard, long now) {
    return TicketEvent.newBuilder().setCustomerId(heard.event().getCustomerId())
        .setFeedbackId(heard.event().getFeedbackId())
        .setOccurredTime(heard.event().getOccurredTime())
        .setRecordedTime(time(now)).setRoutingPolicyVersion(1)
        .setSlaPolicyVersion(1).setModelVersion("none").setRulesVersion(1)
        .setLanguage(heard.classification().language());
  }

  private Dimensions dimensions(Ticket ticket) {
    return Dimensions.newBuilder().setBranchId(ticket.route.branchId())
        .setRegionId(ticket.route.regionId()).setCategory(ticket.category)
        .setChannel(ticket.channel).setSeverity(ticket.severity)
        .setState(TicketState.TICKET_STATE_OPEN).setResponseClock(ClockState.CLOCK_STATE_RUNNING)
        .addClocks(standing(ticket, Standard.FIRST_RESPONSE))
        .addClocks(standing(ticket, Standard.RESOLUTION))
        .setOpenTime(time(ticket.openMs)).build();
  }

  private ClockStanding.Builder standing(Ticket ticket, int kind) {
    return ClockStanding.newBuilder().setKind(ClockKind.forNumber(kind)).setCycle(1)
        .setState(ClockState.CLOCK_STATE_RUNNING).setDueTime(due(ticket, kind));
  }

  private Timestamp due(Ticket ticket, int kind) {
    return time(ticket.openMs + standard.targetOf(kind));
  }

  private static Timestamp time(long milliseconds) {
    return Timestamp.newBuilder().setSeconds(Math.floorDiv(milliseconds, 1000L))
        .setNanos((int) Math.floorMod(milliseconds, 1000L) * 1_000_000).build();
  }

  private static Disposition.Fact fact(Heard heard, String key, String name,
      TicketEvent.Builder event) {
    return again(heard, key, PREFIX + name, event.build().toByteArray());
  }

  /** The id follows from the feedback and the fact's name. */
  static Disposition.Fact again(Heard heard, String key, String type, byte[] bytes) {
    UUID id = new UUID(heard.feedbackId().getMostSignificantBits() ^ type.hashCode(),
        heard.feedbackId().getLeastSignificantBits());
    return new Disposition.Fact(key, id.toString(), type, bytes);
  }
}
