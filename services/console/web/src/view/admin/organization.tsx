import { GetPolicy } from "../../api/admin";
import {
  ReadDocument,
  type Calendar,
  type Organization,
  type Place,
  type Sla,
} from "../../state/administration";
import { AddressOf } from "../../state/place";
import { useSpeech } from "../language";
import { Shown } from "./parts";
import { useAsked } from "./use_asked";

interface Everything {
  organization: Organization;
  zones: ReadonlyMap<string, string>;
  usual: string;
}

// A calendar says the zone; a branch without one has the SLA policy's.
async function Ask(): Promise<Everything> {
  const [organization, calendars, sla] = await Promise.all(
    ["organization", "calendar", "sla"].map((kind) => GetPolicy(kind)),
  );
  const all = ReadDocument<{ calendars?: Record<string, Calendar> }>(calendars?.document ?? "");
  const read = ReadDocument<Organization>(organization?.document ?? "");
  return {
    organization: read ?? { regions: [], branches: [] },
    zones: new Map(Object.entries(all?.calendars ?? {}).map(([id, one]) => [id, one.zone])),
    usual: ReadDocument<Sla>(sla?.document ?? "")?.calendar_id ?? "",
  };
}

function Branch({ branch, data }: { branch: Place; data: Everything }) {
  const { say, language } = useSpeech();
  const calendar = branch.calendar_id ?? data.usual;
  const zone = branch.zone ?? data.zones.get(calendar) ?? "";
  const people = (data.organization.people ?? []).filter(
    (person) => person.branch_id === branch.branch_id,
  );
  return (
    <li className="admin-branch">
      <div className="admin-row-main">
        <strong>{language === "zh" ? branch.name_zh : branch.name_en}</strong>
        <span className="admin-muted">{branch.branch_id}</span>
      </div>
      <p className="admin-muted">{say("organization.hours", { calendar, zone })}</p>
      {people.length > 0 && (
        <ul className="admin-people">
          {people.map((person) => (
            <li key={person.agent_id} className="chip">
              {person.name ?? person.agent_id}
              {person.role !== undefined && ` · ${say(`role.${person.role}` as "role.agent")}`}
            </li>
          ))}
        </ul>
      )}
    </li>
  );
}

/** Regions, their branches with hours and zone, and the people in them. */
export function OrganizationRoom() {
  const { say, language } = useSpeech();
  const asked = useAsked(Ask);
  return (
    <section aria-label={say("admin.room.organization")}>
      <p className="admin-lead">
        {say("organization.lead")}{" "}
        <a href={AddressOf({ page: "admin", room: "policies", kind: "organization" })}>
          {say("organization.edit")}
        </a>
      </p>
      <Shown asked={asked}>
        {(data) => (
          <div className="admin-regions">
            {data.organization.regions.map((region) => (
              <article key={region.region_id} className="panel admin-region">
                <h2>{language === "zh" ? region.name_zh : region.name_en}</h2>
                <ul>
                  {data.organization.branches
                    .filter((branch) => branch.region_id === region.region_id)
                    .map((branch) => (
                      <Branch key={branch.branch_id} branch={branch} data={data} />
                    ))}
                </ul>
              </article>
            ))}
          </div>
        )}
      </Shown>
    </section>
  );
}
