import { useState } from "react";
import { IsAdmin } from "../../state/abilities";
import { kRooms } from "../../state/administration";
import { AddressOf, type AdminPlace } from "../../state/place";
import { DeskBar } from "../desk/desk_bar";
import { Help } from "../desk/help";
import { useDirectory } from "../desk/directory";
import { useStrokes } from "../desk/use_strokes";
import { useSpeech } from "../language";
import { Keys } from "./keys";
import { OrganizationRoom } from "./organization";
import { Policies } from "./policies";
import { PolicyPage } from "./policy";
import { Users } from "./users";

function Room({ place }: { place: AdminPlace }) {
  if (place.room === "users") return <Users />;
  if (place.room === "keys") return <Keys />;
  if (place.room === "organization") return <OrganizationRoom />;
  return place.kind === "" ? <Policies /> : <PolicyPage key={place.kind} kind={place.kind} />;
}

interface AdminProps {
  place: AdminPlace;
  onSignedOut: () => void;
}

/** The administration: who there is, who may come in, and what the system goes by. */
export function AdminPage({ place, onSignedOut }: AdminProps) {
  const { say } = useSpeech();
  const { session } = useDirectory();
  const [help, setHelp] = useState(false);
  useStrokes((stroke) => stroke === "help" && (setHelp(true), true));
  return (
    <div className="desk">
      <DeskBar
        page="admin"
        title={say("page.admin")}
        live="none"
        onHelp={() => setHelp(true)}
        onSignedOut={onSignedOut}
      />
      <main id="desk-body" className="admin" tabIndex={-1}>
        <nav className="admin-rooms" aria-label={say("admin.rooms")}>
          {kRooms.map((room) => (
            <a
              key={room}
              className="admin-room"
              href={AddressOf({ page: "admin", room, kind: "" })}
              aria-current={place.room === room ? "page" : undefined}
            >
              {say(`admin.room.${room}`)}
            </a>
          ))}
        </nav>
        {IsAdmin(session) ? (
          <Room place={place} />
        ) : (
          <p className="empty-note">{say("admin.denied")}</p>
        )}
      </main>
      {help && <Help onClose={() => setHelp(false)} />}
    </div>
  );
}
