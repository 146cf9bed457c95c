"use client";
import type { WhatIfAnswer } from "@interlock/api/view/what-if-view";
import { useMutation } from "@tanstack/react-query";
import { type ReactNode, useId, useState } from "react";
import { Button } from "../components/button.tsx";
import { Choice } from "../components/choice.tsx";
import { ErrorNotice } from "../components/notice.tsx";
import { Panel } from "../components/panel.tsx";
import { useSection } from "../live/use-live.ts";
import { failureSentence, useTRPCClient } from "../trpc/trpc-client.ts";
import { EMPTY_QUESTION, hasPrice, type WhatIfQuestion } from "./what-if-form.ts";
import { WhatIfVerdictView } from "./what-if-verdict.tsx";

const TYPES = { limit: "Limit", market: "Market", stop: "Stop", stop_limit: "Stop limit" };
const SIDES = { buy: "Buy", sell: "Sell" };
const HOURS = { regular: "Regular", extended: "Extended" };

/** Asks the engine's own gate what it would say of an order. Nothing is sent. */
export function WhatIfPanel() {
  const client = useTRPCClient();
  const [question, setQuestion] = useState(EMPTY_QUESTION);
  const ask = useMutation({
    mutationFn: (asked: WhatIfQuestion) => client.limits.whatIf.query(asked),
  });
  const change = (part: Partial<WhatIfQuestion>) => {
    setQuestion({ ...question, ...part });
    // An answer to another question must not stand beside this one.
    ask.reset();
  };
  return (
    <Panel title="What if">
      <p className="what-if-note text-muted">
        The gate of the engine judges the order as if it came now. Nothing is sent, booked or
        counted.
      </p>
      <form
        className="what-if-form"
        aria-label="What if"
        noValidate={true}
        onSubmit={(event) => {
          event.preventDefault();
          ask.mutate(question);
        }}
      >
        <Fields question={question} change={change} faults={ask.data?.faults ?? []} />
        <Button type="submit" look="primary" disabled={ask.isPending}>
          {ask.isPending ? "Asking the gate" : "Ask the gate"}
        </Button>
      </form>
      <div aria-live="polite">
        {ask.isError ? <ErrorNotice title="No answer" detail={failureSentence(ask.error)} /> : null}
        {ask.data?.faults
          .filter(({ field }) => field === "")
          .map(({ sentence }) => (
            <p key={sentence} className="field-fault" role="alert">
              {sentence}
            </p>
          ))}
        {ask.data?.verdict == null ? null : <WhatIfVerdictView verdict={ask.data.verdict} />}
      </div>
    </Panel>
  );
}

interface FieldsProps {
  readonly question: WhatIfQuestion;
  readonly change: (part: Partial<WhatIfQuestion>) => void;
  readonly faults: WhatIfAnswer["faults"];
}

function Fields({ question, change, faults }: FieldsProps) {
  const text = (field: "symbol" | "quantity" | "limitPrice" | "stopPrice", label: string) => (
    <Field label={label} fault={faults.find((one) => one.field === field)?.sentence}>
      {(id) => (
        <input
          type="text"
          id={id}
          value={question[field]}
          inputMode={field === "symbol" ? "text" : "decimal"}
          autoComplete="off"
          maxLength={30}
          onChange={(event) => change({ [field]: event.target.value })}
        />
      )}
    </Field>
  );
  return (
    <>
      {text("symbol", "Symbol")}
      <Choice
        label="Side"
        value={question.side}
        options={SIDES}
        onChange={(side) => change({ side })}
      />
      {text("quantity", "Shares")}
      <Field label="Type" fault={undefined}>
        {(id) => (
          <select
            id={id}
            value={question.type}
            onChange={(event) => change({ type: typeOf(event.target.value) })}
          >
            {Object.entries(TYPES).map(([type, label]) => (
              <option key={type} value={type}>
                {label}
              </option>
            ))}
          </select>
        )}
      </Field>
      {hasPrice(question.type, "stopPrice") ? text("stopPrice", "Stop price") : null}
      {hasPrice(question.type, "limitPrice") ? text("limitPrice", "Limit price") : null}
      <StrategyField question={question} change={change} faults={faults} />
      <Choice
        label="Hours"
        value={question.extendedHours ? "extended" : "regular"}
        options={HOURS}
        onChange={(hours) => change({ extendedHours: hours === "extended" })}
      />
    </>
  );
}

function StrategyField({ question, change, faults }: FieldsProps) {
  const strategies = useSection("strategies") ?? [];
  return (
    <Field label="Strategy" fault={faults.find((one) => one.field === "strategyId")?.sentence}>
      {(id) => (
        <select
          id={id}
          value={question.strategyId ?? ""}
          onChange={({ target }) =>
            change({ strategyId: target.value === "" ? null : target.value })
          }
        >
          <option value="">none: a person's order</option>
          {strategies.map((strategy) => (
            <option key={strategy.id} value={strategy.id}>
              {strategy.id}
            </option>
          ))}
        </select>
      )}
    </Field>
  );
}

function typeOf(text: string): WhatIfQuestion["type"] {
  return text === "market" || text === "stop" || text === "stop_limit" ? text : "limit";
}

function Field(props: {
  label: string;
  fault: string | undefined;
  children: (id: string) => ReactNode;
}) {
  const id = useId();
  return (
    <div className="field">
      <label htmlFor={id}>{props.label}</label>
      {props.children(id)}
      {props.fault === undefined ? null : (
        <span className="field-fault" role="alert">
          {props.fault}
        </span>
      )}
    </div>
  );
}
