/** Two interlocking bars: a guard that must be shut before anything moves. */
export function BrandMark() {
  return (
    <svg className="brand-mark" viewBox="0 0 24 24" aria-hidden="true">
      <path d="M3 5h8v5H8v4h3v5H3z" fill="currentColor" />
      <path d="M21 5h-8v5h3v4h-3v5h8z" fill="currentColor" opacity=".55" />
    </svg>
  );
}
