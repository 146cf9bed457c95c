"use client";
import { X } from "lucide-react";
import { Dialog } from "radix-ui";
import type { ReactNode } from "react";

/**
 * A panel at the right for the details of a row. Not modal: the strip, the status line and the kill bar stay above it
 * and in reach, and the table beside it stays usable.
 */
export function Drawer(props: {
  open: boolean;
  close: () => void;
  title: ReactNode;
  children: ReactNode;
}) {
  return (
    <Dialog.Root
      open={props.open}
      onOpenChange={(open) => (open ? undefined : props.close())}
      modal={false}
    >
      <Dialog.Portal>
        <Dialog.Content
          className="drawer"
          aria-describedby={undefined}
          onInteractOutside={(event) => event.preventDefault()}
        >
          <div className="sheet-head">
            <Dialog.Title className="sheet-title">{props.title}</Dialog.Title>
            <Dialog.Close className="icon-button" aria-label="Close">
              <X size={18} aria-hidden="true" />
            </Dialog.Close>
          </div>
          <div className="drawer-body">{props.children}</div>
        </Dialog.Content>
      </Dialog.Portal>
    </Dialog.Root>
  );
}
