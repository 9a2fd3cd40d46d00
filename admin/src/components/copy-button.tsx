import React, { useEffect, useState } from 'react'

/** Puts a text into the clipboard, and says so. */
export function CopyButton({
  text,
  label,
}: {
  readonly text: string
  readonly label: string
}): React.ReactElement {
  const [copied, setCopied] = useState(false)
  useEffect(() => {
    if (!copied) return undefined
    const timer = setTimeout(() => setCopied(false), 2_000)
    return () => clearTimeout(timer)
  }, [copied])
  return (
    <button
      type="button"
      className="t21-quiet"
      onClick={() => void navigator.clipboard.writeText(text).then(() => setCopied(true))}
    >
      <span aria-live="polite">{copied ? 'Copied ✓' : label}</span>
    </button>
  )
}
