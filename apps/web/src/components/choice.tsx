"use client";
import { useId } from "react";

export interface ChoiceProps<T extends string> {
  readonly label: string;
  readonly value: T;
  readonly options: Readonly<Record<T, string>>;
  readonly onChange: (value: T) => void;
  /** The label is read out but not shown. */
  readonly quiet?: boolean;
}

function isOption<T extends string>(options: Readonly<Record<T, string>>, key: string): key is T {
  return Object.hasOwn(options, key);
}

/** One of a few options, as a row of segments. */
export function Choice<T extends string>(props: ChoiceProps<T>) {
  const name = useId();
  const keys = Object.keys(props.options).filter((key) => isOption(props.options, key));
  return (
    <fieldset className="choice">
      <legend className={props.quiet === true ? "sr-only" : "choice-legend"}>{props.label}</legend>
      <div className="choice-row">
        {keys.map((key) => (
          <label key={key} className="choice-option" data-checked={key === props.value}>
            <input
              type="radio"
              name={name}
              value={key}
              checked={key === props.value}
              onChange={() => props.onChange(key)}
            />
            {props.options[key]}
          </label>
        ))}
      </div>
    </fieldset>
  );
}
