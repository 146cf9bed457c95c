"use client";
import type { AuditDetail } from "@interlock/api/view/audit-view";
import { useQuery } from "@tanstack/react-query";
import Link from "next/link";
import { Drawer } from "../components/drawer.tsx";
import { EtTime } from "../components/et-time.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Skeleton } from "../components/skeleton.tsx";
import { StateChip } from "../components/state-chip.tsx";
import { UNKNOWN } from "../format/amount-text.ts";
import { orderAddress } from "../orders/order-address.ts";
import { DossierPart } from "../orders/dossier-part.tsx";
import { failureSentence, useTRPC } from "../trpc/trpc-client.ts";
import { PROOFS } from "./audit-columns.tsx";

/** One record with all that it holds, beside the journal's own, by its permanent link "entry.record". */
export function AuditDrawer(props: { record: string | null; close: () => void }) {
  const place = placeOf(props.record);
  return (
    <Drawer open={place !== null} close={props.close} title="Audit record">
      {place === null ? null : <Detail {...place} />}
    </Drawer>
  );
}

/** Reads a permanent link; null when it names no record. */
function placeOf(record: string | null): { readonly seq: number; readonly index: number } | null {
  const [, seq, index] = /^([1-9]\d{0,14})\.(\d{1,5})$/.exec(record ?? "") ?? [];
  return seq === undefined ? null : { seq: Number(seq), index: Number(index) };
}

function Detail(place: { readonly seq: number; readonly index: number }) {
  const query = useQuery(useTRPC().audit.get.queryOptions(place));
  if (query.isPending) return <Skeleton lines={10} label="Loading the record" />;
  if (query.data === undefined) {
    return (
      <ErrorNotice
        title="This record could not be read"
        detail={failureSentence(query.error)}
        retry={() => void query.refetch()}
      />
    );
  }
  return <DetailView entry={query.data} />;
}

/** Kinds of records whose subject is an order. */
const ORDER_KINDS = ["order_approved", "order_denied", "order_advanced", "fill_booked"];

function DetailView({ entry }: { entry: AuditDetail }) {
  const proof = PROOFS[entry.proof];
  const whoFrom = [entry.ip, entry.device, entry.session].filter((part) => part !== null);
  return (
    <div className="dossier" data-testid="audit-record">
      <div className="dossier-head">
        <p className="dossier-title">
          {entry.action} {entry.subject === "" ? "" : `· ${entry.subject}`}
        </p>
        <StateChip tone={proof.tone}>{proof.word}</StateChip>
      </div>
      <p>{entry.sentence}</p>
      {entry.why === "" ? null : (
        <p className="audit-wrong" role="alert">
          {entry.why}.
        </p>
      )}
      <dl className="audit-facts">
        <Fact label="Entry and record">
          <Link href={`/audit?record=${entry.seq}.${entry.index}`} className="mono">
            {entry.seq}.{entry.index}
          </Link>
        </Fact>
        <OrderFact entry={entry} />
        <Fact label="Time">
          <EtTime at={entry.at} date={true} milliseconds={true} />
        </Fact>
        <Fact label="Actor">
          {entry.actor}
          {entry.role === null ? "" : ` (${entry.role})`}
        </Fact>
        <Fact label="Reason">{entry.reason || UNKNOWN}</Fact>
        <Fact label="Environment">{entry.environment}</Fact>
        <Fact label="From">
          {entry.redacted ? "hidden from viewers" : whoFrom.join(" · ") || UNKNOWN}
        </Fact>
        <Fact label="Request">
          <span className="mono">{entry.requestId ?? UNKNOWN}</span>
        </Fact>
        <Fact label="Hash before">
          <span className="mono audit-hash">{entry.previousHash || UNKNOWN}</span>
        </Fact>
        <Fact label="Hash of the entry">
          <span className="mono audit-hash">{entry.hash}</span>
        </Fact>
      </dl>
      {entry.changes.length === 0 ? null : <Changes entry={entry} />}
      {entry.journaled === null ? null : (
        <DossierPart title="What the journal says">
          <pre className="audit-json">{entry.journaled}</pre>
        </DossierPart>
      )}
      <DossierPart title={entry.journaled === null ? "The whole record" : "What the row says"}>
        <pre className="audit-json">{entry.stored}</pre>
      </DossierPart>
    </div>
  );
}

function OrderFact({ entry: { kind, subject } }: { entry: AuditDetail }) {
  if (!ORDER_KINDS.includes(kind)) return null;
  return (
    <Fact label="Order">
      <Link href={orderAddress(subject)} prefetch={false} className="mono wrap">
        {subject}
      </Link>
    </Fact>
  );
}

function Changes({ entry }: { entry: AuditDetail }) {
  return (
    <DossierPart title="What changed">
      <table className="plain-table" aria-label="What changed">
        <thead>
          <tr>
            <th scope="col">Field</th>
            <th scope="col">Before</th>
            <th scope="col">After</th>
          </tr>
        </thead>
        <tbody>
          {entry.changes.map(({ field, before, after }) => (
            <tr key={field}>
              <th scope="row">{field}</th>
              <td className="num">{before ?? UNKNOWN}</td>
              <td className="num">{after ?? UNKNOWN}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </DossierPart>
  );
}

function Fact(props: { label: string; children: React.ReactNode }) {
  return (
    <div>
      <dt>{props.label}</dt>
      <dd>{props.children}</dd>
    </div>
  );
}
