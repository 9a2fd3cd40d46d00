/** Lists: rows as high as what is in them, words left whole, and below each other on phones, where AdminJS hides all fields but one. */
export function listStyle(colours: Readonly<Record<string, string>>): string {
  const { border, container, highlight, separator } = colours
  return `
    div[data-css$="-list"][data-css] { max-width: 100%; padding: 24px 32px 48px; height: auto; }
    [data-css$="-list"] > :first-child { min-width: 0; }
    [data-css$="-list-table-wrapper"][data-css] { margin: 16px 0 0; padding: 0; background: ${container}; border: 1px solid ${border}; border-radius: 8px; overflow: visible; }
    table:has([data-css$="-table-row"]) { border: 0; }
    table:has([data-css$="-table-row"]) th, [data-css$="-table-row"] > td { padding: 9px 12px; word-break: normal; overflow-wrap: break-word; }
    table:has([data-css$="-table-row"]) th { white-space: nowrap; }
    [data-css$="-table-row"] > td { max-width: 300px; }
    [data-css$="-table-row"] > td time, [data-css$="-table-row"] [data-state] { white-space: nowrap; }
    [data-css$="-table-row"] > td a { text-align: left; }
    [data-css$="-table-row"]:hover > td { background: ${highlight}; }
    tr:has(> td.options) > td:first-child:empty { width: 0; }
    [data-css$="-table"]:not(:has(input[type=checkbox])) > * > tr > :first-child { padding: 0 0 0 6px; }
    body:not(:has([data-css$="-filter-button"][aria-expanded="true"])) [data-css$="-filter-drawer"] { box-shadow: none; visibility: hidden; }
    table:has([data-css$="-table-row"]) > caption { position: static; transform: none; border-radius: 8px 8px 0 0; }
    .t21-row-link { color: inherit; text-decoration: none; }
    .t21-row-link:hover { text-decoration: underline; }
    [data-css$="-table-row"][aria-busy="true"] { opacity: .55; }
    .t21-narrow { display: none; }
    .t21-filter { margin-bottom: 24px; }
    @media (max-width: 768px) {
      div[data-css$="-list"][data-css] { padding: 16px 16px 32px; }
      .t21-narrow { display: inline; }
      thead:has([data-css$="-table-head-row"]):not(:has(input)) { display: none; }
      thead:has([data-css$="-table-head-row"] input) { display: block; padding: 4px 0; border-bottom: 1px solid ${separator}; }
      [data-css$="-table-head-row"] > :first-child { border: 0; background: none; }
      [data-css$="-table-head-row"] > :not(:first-child) { display: none !important; }
      [data-css$="-table-head-row"] > :has(input)::after { content: 'All on this page'; padding-left: 12px; }
      table:has([data-css$="-table-row"]) > caption { display: block; }
      table:has([data-css$="-table-row"]), tbody:has([data-css$="-table-row"]) { display: block; }
      tbody [data-css$="-table-row"] { display: block; position: relative; padding: 12px 48px 12px 8px; }
      tbody [data-css$="-table-row"]:not(:last-child) { border-bottom: 1px solid ${separator}; }
      tbody [data-css$="-table-row"] > td { display: block !important; max-width: none; padding: 3px 8px; border: 0; }
      tbody [data-css$="-table-row"] > td:first-child:not(:has(input)) { display: none !important; }
      tbody [data-css$="-table-row"]:has(> td:first-child input) { padding-left: 48px; }
      tbody [data-css$="-table-row"] > td:first-child { position: absolute; top: 12px; left: 4px; }
      tbody [data-css$="-table-row"] > td:last-child { position: absolute; top: 8px; right: 0; width: auto !important; }
    }`
}
