import type { ReactNode } from "react";

/** One part of a dossier, under its title. */
export function DossierPart({ title, children }: { title: string; children: ReactNode }) {
  return (
    <section className="dossier-part" aria-label={title}>
      <h3>{title}</h3>
      {children}
    </section>
  );
}
