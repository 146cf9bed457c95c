"use client";
import { Dialog } from "radix-ui";
import {
  type CSSProperties,
  type ReactElement,
  type ReactNode,
  useEffect,
  useRef,
  useState,
} from "react";

export interface PopoverProps {
  readonly title: string;
  /** A button; it opens and closes. */
  readonly trigger: ReactElement;
  readonly side?: "top" | "bottom";
  readonly align?: "start" | "end";
  readonly className?: string;
  readonly children: ReactNode;
}

const GAP = 6;
const MARGIN = 8;
const WIDTH_MAX = 420;
/** With less room than this on the preferred side, the other one is taken. */
const ROOM_MIN = 320;

/** Places the popover beside its trigger and inside the window. */
function placement(trigger: DOMRect, props: PopoverProps): CSSProperties {
  const { innerHeight } = window;
  const preferred = props.side === "top" ? trigger.top : innerHeight - trigger.bottom;
  const flipped = preferred < ROOM_MIN && preferred < innerHeight / 2;
  const vertical: CSSProperties =
    (props.side === "top") !== flipped
      ? { bottom: innerHeight - trigger.top + GAP, maxHeight: trigger.top - GAP - MARGIN }
      : { top: trigger.bottom + GAP, maxHeight: innerHeight - trigger.bottom - GAP - MARGIN };
  const rightmost = Math.max(MARGIN, window.innerWidth - WIDTH_MAX - MARGIN);
  const horizontal: CSSProperties =
    props.align === "end"
      ? { right: Math.max(MARGIN, window.innerWidth - trigger.right) }
      : { left: Math.max(MARGIN, Math.min(trigger.left, rightmost)) };
  return { ...vertical, ...horizontal };
}

/** A small panel beside a button. Not modal; Escape, a press elsewhere and a resized window close it. */
export function Popover(props: PopoverProps) {
  const trigger = useRef<HTMLButtonElement>(null);
  const [place, setPlace] = useState<CSSProperties | null>(null);
  const show = (open: boolean) => {
    const rect = trigger.current?.getBoundingClientRect();
    setPlace(open && rect !== undefined ? placement(rect, props) : null);
  };
  useEffect(() => {
    if (place === null) return;
    const close = () => setPlace(null);
    window.addEventListener("resize", close);
    return () => window.removeEventListener("resize", close);
  }, [place]);
  return (
    <Dialog.Root open={place !== null} onOpenChange={show} modal={false}>
      <Dialog.Trigger asChild={true} ref={trigger}>
        {props.trigger}
      </Dialog.Trigger>
      <Dialog.Portal>
        <Dialog.Content
          className={`popover ${props.className ?? ""}`}
          style={place ?? {}}
          aria-describedby={undefined}
        >
          <Dialog.Title className="popover-title">{props.title}</Dialog.Title>
          {props.children}
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
