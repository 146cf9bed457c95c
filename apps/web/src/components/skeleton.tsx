/**
 * Gray bars in the shape of what comes; they appear only when it takes longer than a third of a second, and say what
 * is waited for when it takes three.
 */
export function Skeleton(props: { lines: number; label: string }) {
  const lines = Array.from({ length: props.lines }, (_, line) => line);
  return (
    <div className="skeleton" role="status">
      <p className="skeleton-words">{props.label}</p>
      {lines.map((line) => (
        <span key={line} className="skeleton-line" aria-hidden="true" />
      ))}
    </div>
  );
}
