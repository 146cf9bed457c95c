/** The overview's shape while its first figures are on the way; it appears only when that takes a while. */
export function OverviewSkeleton() {
  return (
    <div className="overview overview-skeleton" role="status">
      <p className="skeleton-words">Waiting for the first figures from the engine</p>
      <div className="tiles skeleton-block" aria-hidden="true" />
      <div className="overview-column" aria-hidden="true">
        <div className="skeleton-block skeleton-tall" />
        <div className="skeleton-block" />
      </div>
      <div className="overview-column" aria-hidden="true">
        <div className="skeleton-block" />
        <div className="skeleton-block" />
      </div>
    </div>
  );
}
