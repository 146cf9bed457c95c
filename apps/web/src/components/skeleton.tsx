/** Gray bars in the shape of what comes; they appear only when it takes longer than a third of a second. */
export function Skeleton(props: { lines: number; label: string }) {
  const lines = Array.from({ length: props.lines }, (_, line) => line);
  return (
    <div className="skeleton" role="status">
      <span className="sr-only">{props.label}</span>
      {lines.map((line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
