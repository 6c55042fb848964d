import type { WireDelivery } from "../../api/wire_followup";
import { IsTask, MayComeBack } from "../../state/followup";
import { FormatMoment } from "../../text/format";
import { useSpeech } from "../language";
import { useDirectory } from "./directory";
import { ToldForm } from "./told_form";

function When({ delivery }: { delivery: WireDelivery }) {
  const { language, say } = useSpeech();
  const { agentName } = useDirectory();
  const { told_time: told, settle_time: settled } = delivery;
  if (told !== undefined) {
    const who = agentName(delivery.agent_id);
    return <>{say("delivery.told", { who, time: FormatMoment(Date.parse(told), language) })}</>;
  }
  if (settled === undefined) return null;
  return <>{say("delivery.settled", { time: FormatMoment(Date.parse(settled), language) })}</>;
}

interface DeliveryLineProps {
  delivery: WireDelivery;
  onDone: () => void;
}

/** Whether a reply reached its customer; where it is a task, what to do and the form for it. */
export function DeliveryLine({ delivery, onDone }: DeliveryLineProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const task = IsTask(delivery);
  return (
    <div className={`delivery delivery-${delivery.state}`} data-delivery={delivery.state}>
      <p className="delivery-head">
        <span className="delivery-state">{say(`delivery.state.${delivery.state}`)}</span>
        {delivery.reason !== "" && (
          <span>{say(`delivery.reason.${delivery.reason}` as never)}</span>
        )}
        <span>
          <When delivery={delivery} />
        </span>
      </p>
      {task && (
        <>
          <p className="delivery-note">{say(`delivery.note.${delivery.state}` as never)}</p>
          {MayComeBack(session.role) && <ToldForm delivery={delivery} onDone={onDone} />}
        </>
      )}
    </div>
  );
}
