// Drawn here, so that no font of icons is needed. All decorative: the text beside says it.

interface IconProps {
  className?: string;
}

function Icon({ className = "icon", path }: IconProps & { path: string }) {
  return (
    <svg className={className} viewBox="0 0 24 24" aria-hidden="true" focusable="false">
      <path d={path} />
    </svg>
  );
}

export function MarkIcon({ className = "mark" }: IconProps) {
  return (
    <svg className={className} viewBox="0 0 32 32" aria-hidden="true" focusable="false">
      <path className="mark-loop" d="M7.5 19a9 9 0 1 0 2.6-9.4" />
      <path className="mark-loop" d="M9 3.6v6.8h6.8" />
      <circle className="mark-dot" cx="16.3" cy="16.6" r="2.8" />
    </svg>
  );
}

const kRays =
  "M12 2v2M12 20v2M4.9 4.9l1.4 1.4M17.7 17.7l1.4 1.4" +
  "M2 12h2M20 12h2M4.9 19.1l1.4-1.4M17.7 6.3l1.4-1.4";

export const SunIcon = () => <Icon path={`M12 7.5a4.5 4.5 0 1 0 0 9 4.5 4.5 0 0 0 0-9${kRays}`} />;
export const MoonIcon = () => <Icon path="M20 14.5A8.5 8.5 0 0 1 9.5 4a8.5 8.5 0 1 0 10.5 10.5" />;
export const AutoIcon = () => <Icon path="M3 5h18v11H3zM8 20h8M12 16v4" />;
export const LeaveIcon = () => <Icon path="M14 4h5v16h-5M10 8l-4 4 4 4M6 12h9" />;
export const CheckIcon = () => <Icon path="M4 12.5l5 5L20 6.5" />;
export const CalmIcon = () => (
  <Icon className="icon icon-calm" path="M12 3a9 9 0 1 0 9 9M8 12l3 3 9-9.5" />
);
