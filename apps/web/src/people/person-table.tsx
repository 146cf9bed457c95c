import type { PersonView } from "@interlock/api/people/people-view";
import { EtTime } from "../components/et-time.tsx";

/** Everybody, with what keeps strangers out of their account. */
export function PersonTable(props: {
  people: readonly PersonView[];
  open: (userId: string) => void;
}) {
  return (
    <div className="people-scroll">
      <table className="plain-table people-table card-table" aria-label="People">
        <thead>
          <tr>
            <th scope="col">Name</th>
            <th scope="col">Role</th>
            <th scope="col">Signs in with</th>
            <th scope="col">Signed in</th>
          </tr>
        </thead>
        <tbody>
          {props.people.map((person) => (
            <tr key={person.userId} data-suspended={person.suspendedAt !== null}>
              <th scope="row">
                <button
                  type="button"
                  className="link-button"
                  onClick={() => props.open(person.userId)}
                >
                  {person.name}
                </button>
                <br />
                <span className="text-muted">{person.email}</span>
              </th>
              <td data-label="Role">
                {person.role}
                {person.countsFrom === null ? null : (
                  <span className="text-muted">
                    <br />
                    their approval counts from <EtTime at={person.countsFrom} date /> on
                    {person.passkeys === 0 ? ", once they hold a passkey" : ""}
                  </span>
                )}
                {person.suspendedAt === null ? null : (
                  <>
                    <br />
                    <strong>suspended</strong>
                  </>
                )}
              </td>
              <td data-label="Signs in with">{waysOf(person)}</td>
              <td data-label="Signed in" data-wide>
                <SignedIn person={person} />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </div>
  );
}

function waysOf({ passkeys, hasPassword, hasTotp }: PersonView): string {
  const ways = [
    ...(passkeys === 0 ? [] : [`${passkeys} passkey${passkeys === 1 ? "" : "s"}`]),
    ...(hasPassword ? [hasTotp ? "password and code" : "password"] : []),
  ];
  return ways.length === 0 ? "one-time link only" : ways.join(", ");
}

function SignedIn({ person: { sessions } }: { person: PersonView }) {
  const [latest] = sessions;
  if (latest === undefined) return <span className="text-muted">nowhere</span>;
  return (
    <>
      {sessions.length === 1 ? "1 browser" : `${sessions.length} browsers`}
      <br />
      <span className="text-muted">
        last seen <EtTime at={latest.lastSeenAt} date />
      </span>
    </>
  );
}
