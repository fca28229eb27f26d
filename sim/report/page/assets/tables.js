// Builds the tables of a page and their CSV files. Takes what page.js writes numbers and texts with; returns what adds the data
// of a block to its place.
"use strict";
const page_tables = ({ make, text_of, shown, shown_number, is_numeric }) => {
    const most_rows_shown = 500;
    const head_cell = (column) => {
        const cell = make("th", { scope: "col" }, column.title);
        if (is_numeric(column)) cell.className = "number";
        if (column.unit) cell.append(make("span", { class: "unit-of-column" }, column.unit));
        return cell;
    };
    const caption_of = (block) => {
        const choices = Object.entries(block.chosen).map(([key, value]) => shown(value, block.columns[block.index(key)]));
        return [block.title, ...choices].join(" · ");
    };
    const table_of = (block) => {
        const kept = block.columns.map((column, at) => ({ column, at })).filter(({ column }) => column.in_table);
        const rows = block.chosen_rows();
        const table = make("table");
        const caption = make("caption", {}, caption_of(block));
        if (rows.length > most_rows_shown)
            caption.append(" · " + text_of("first_rows", { shown: shown_number(most_rows_shown, 0), count: shown_number(rows.length, 0) }));
        const head = make("thead").appendChild(make("tr"));
        kept.forEach(({ column }) => head.append(head_cell(column)));
        const body = make("tbody");
        for (const row of rows.slice(0, most_rows_shown)) {
            const line = body.appendChild(make("tr"));
            kept.forEach(({ column, at }, i) => {
                const cell = i === 0 ? make("th", { scope: "row" }) : make("td");
                cell.textContent = shown(row[at], column);
                if (is_numeric(column)) cell.classList.add("number");
                line.append(cell);
            });
        }
        table.append(caption, head.parentNode, body);
        return table;
    };
    const csv_field = (value) => {
        const text = value === null ? "" : String(value);
        return /[",\r\n]|^\s|\s$/.test(text) ? '"' + text.replace(/"/g, '""') + '"' : text;
    };
    const csv_of = (block) =>
        [block.columns.map((column) => column.key), ...block.rows].map((row) => row.map(csv_field).join(",") + "\r\n").join("");
    const download = (block) => {
        const address = URL.createObjectURL(new Blob([csv_of(block)], { type: "text/csv;charset=utf-8" }));
        const link = make("a", { href: address, download: block.file + ".csv" });
        document.body.append(link);
        link.click();
        link.remove();
        setTimeout(() => URL.revokeObjectURL(address), 60000);
    };
    const add_data = (block, place) => {
        const box = make("div", { class: "scroll", tabindex: "0", role: "region" });
        box.setAttribute("aria-label", text_of("table_region", { title: block.title }));
        const fill = () => box.replaceChildren(table_of(block));
        const button = make("button", { type: "button", class: "csv" }, text_of("csv"));
        button.setAttribute("aria-label", text_of("csv_label", { title: block.title }));
        button.addEventListener("click", () => download(block));
        if (place.classList.contains("open")) {
            fill();
            place.append(box, button);
            return;
        }
        const details = make("details");
        details.append(make("summary", {}, text_of("table")), box);
        details.addEventListener("toggle", () => details.open && fill());
        block.refresh_table = () => details.open && fill();
        block.open_table = () => (details.open = true);
        place.append(details, button);
    };
    return add_data;
};
