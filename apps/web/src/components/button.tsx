import type { ButtonHTMLAttributes } from "react";

export interface ButtonProps extends ButtonHTMLAttributes<HTMLButtonElement> {
  readonly look?: "plain" | "primary" | "quiet" | "danger";
  readonly size?: "small" | "regular";
}

/** A button of the console. */
export function Button({ look = "plain", size = "regular", className, ...rest }: ButtonProps) {
  const classes = className === undefined ? "button" : `button ${className}`;
  return <button type="button" className={classes} data-look={look} data-size={size} {...rest} />;
}
