import { averagePriceText, priceText, quantityText } from "../format/amount-text.ts";

/** A price per share: two decimals, four below a dollar. `average` keeps up to four. */
export function Price(props: { value: string | null; average?: boolean }) {
  const shown = props.average === true ? averagePriceText(props.value) : priceText(props.value);
  return (
    <span className="num" data-value={props.value ?? ""}>
      {shown}
    </span>
  );
}

/** A number of shares, fractions trimmed. */
export function Quantity(props: { value: string | null }) {
  return (
    <span className="num" data-value={props.value ?? ""}>
      {quantityText(props.value)}
    </span>
  );
}
