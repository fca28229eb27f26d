// Draws the charts and connects the controls; tables.js builds the tables. The page is whole without it but for these.
"use strict";
(() => {
    const parsed = (id) => {
        const element = document.getElementById(id);
        return element ? JSON.parse(element.textContent) : null;
    };
    const data = parsed("data");
    const regions = parsed("regions");

    const make = (tag, attributes = {}, text = null) => {
        const element = document.createElement(tag);
        for (const [name, value] of Object.entries(attributes)) element.setAttribute(name, value);
        if (text !== null) element.textContent = text;
        return element;
    };
    const text_of = (key, values = {}) =>
        data.texts[key].replace(/\{(\w+)\}/g, (whole, name) => (name in values ? values[name] : whole));

    // Numbers and months as the page writes them.
    const shown_number = (value, decimals) => {
        const digits = Math.abs(value).toFixed(decimals);
        const [whole, part] = digits.split(".");
        const grouped = whole.replace(/\B(?=(\d{3})+$)/g, data.locale.number.thousands);
        const minus = value < 0 && /[1-9]/.test(digits) ? data.locale.number.minus : "";
        return minus + grouped + (part ? data.locale.number.decimal + part : "");
    };
    const shown_month = (month) =>
        data.locale.month
            .replace("{month}", data.locale.time.months[Number(month.slice(5, 7)) - 1])
            .replace("{year}", month.slice(0, 4));
    const is_numeric = (column) => ["number", "count", "money", "share", "mixed", "change"].includes(column.kind);
    const shown = (value, column) => {
        if (value === null) return data.locale.number.nan;
        if (column.kind === "month" && /^\d{4}-\d{2}/.test(value)) return shown_month(value);
        if (typeof value !== "number" || !is_numeric(column)) return String(value);
        if (column.kind === "share") return shown_number(value * 100, column.decimals) + data.locale.number.percent;
        return shown_number(value, column.decimals);
    };

    // A block is a chart with its table, or a table. Cells of numbers that were left out are texts: no value for a chart.
    class Block {
        constructor(id, content) {
            Object.assign(this, content, { id });
            this.objects = this.rows.map((row) => {
                const object = {};
                this.columns.forEach((column, i) => {
                    object[column.key] = is_numeric(column) && typeof row[i] === "string" ? null : row[i];
                });
                return object;
            });
            this.chosen = {}; // by column, for sliders and choices of a value
            this.values = {}; // of parameters of the specification
            for (const control of this.controls || []) this.prepare(control);
        }
        index(key) {
            return this.columns.findIndex((column) => column.key === key);
        }
        prepare(control) {
            if (control.kind === "choose_column") {
                this.choose_column(control, control.start ?? control.columns[0]);
                return;
            }
            const at = this.index(control.column);
            control.options = [...new Set(this.rows.map((row) => row[at]))];
            const start = control.options.indexOf(control.start);
            this.choose_value(control, control.options[Math.max(start, 0)]);
        }
        choose_value(control, value) {
            this.chosen[control.column] = value;
            this.values[control.signal] = value;
        }
        choose_column(control, key) {
            const column = this.columns[this.index(key)];
            const cells = this.objects.map((object) => object[key]).filter((value) => typeof value === "number");
            let low = cells.reduce((a, b) => Math.min(a, b), Infinity);
            let high = cells.reduce((a, b) => Math.max(a, b), -Infinity);
            if (!(low <= high)) [low, high] = [0, 1];
            if (low === high) [low, high] = low > 0 ? [0, high] : [low, low + 1];
            this.values[control.signal] = key;
            this.values[control.signal + "_low"] = low;
            this.values[control.signal + "_high"] = high;
            this.values[control.signal + "_title"] = column.unit ? `${column.title}, ${column.unit}` : column.title;
        }
        chosen_rows() {
            const tests = Object.entries(this.chosen).map(([key, value]) => [this.index(key), value]);
            return this.rows.filter((row) => tests.every(([at, value]) => row[at] === value));
        }
    }

    // Charts.
    const has_map = (spec) => spec.projection || (spec.layer || []).some((layer) => layer.projection);
    const with_width = (block, width) => {
        const spec = structuredClone(block.spec);
        spec.width = width;
        spec.autosize = { type: "fit-x", contains: "padding", ...spec.autosize };
        if (has_map(spec)) spec.height = Math.round(Math.min(spec.height || 460, width * 0.56 + 40));
        return spec;
    };
    const colours = (count) => Array.from({ length: count }, (unused, i) => `var(--c${i + 1})`);
    // Of one hue and even steps of lightness, so that it reads without colour vision and in grey.
    const blues = ["#dce9f5", "#b5d0e8", "#86b2d8", "#5590c4", "#2f6ca8", "#174a84", "#0a2a57"];
    const text_config = { labelColor: "var(--ink)", titleColor: "var(--ink)", labelFontSize: 12, titleFontSize: 12, titleFontWeight: 600 };
    const config = {
        background: "transparent",
        font: getComputedStyle(document.body).fontFamily,
        locale: { number: data.locale.number, time: data.locale.time },
        view: { stroke: "transparent", continuousHeight: 260 },
        title: { color: "var(--ink)" },
        mark: { color: "var(--c1)", tooltip: true },
        geoshape: { fill: null },
        rule: { color: "var(--ink)" },
        text: { color: "var(--ink)", fontSize: 12 },
        axis: { ...text_config, gridColor: "var(--grid)", domainColor: "var(--soft)", tickColor: "var(--soft)", labelLimit: 220 },
        axisTemporal: { labelFlush: true, labelOverlap: true },
        axisQuantitative: { labelOverlap: true },
        axisYDiscrete: { labelOverlap: false }, // each row has its name
        legend: { ...text_config, orient: "top", labelLimit: 260, symbolStrokeColor: "transparent" },
        header: { ...text_config, labelFontSize: 13, labelFontWeight: 600, labelLimit: 300 },
        // Dark is much; blue is less than the middle, orange more.
        range: {
            category: colours(8),
            ramp: blues,
            heatmap: blues,
            diverging: { scheme: "blueorange" },
        },
    };
    const copies = (objects) => objects.map((object) => ({ ...object })); // the library adds fields to what it is given
    // A title over a chart, in as many lines as it needs.
    const in_lines = (text, width) => {
        const most = Math.floor(width / 10);
        const lines = [""];
        for (const word of String(text).split(" ")) {
            const last = lines[lines.length - 1];
            if (last && last.length + 1 + word.length > most) lines.push(word);
            else lines[lines.length - 1] = last ? last + " " + word : word;
        }
        return lines.length > 1 ? lines : text;
    };
    const values_of = (block) =>
        Object.entries(block.values).map(([name, value]) => [name, name.endsWith("_title") ? in_lines(value, block.width) : value]);
    const prepared = (block, width) => {
        const spec = with_width(block, width);
        spec.$schema = "https://vega.github.io/schema/vega-lite/v6.json";
        spec.description = block.title;
        spec.datasets = { ...spec.datasets, rows: copies(block.objects), ...(block.map ? { regions: copies(regions) } : {}) };
        if (!spec.data) spec.data = { name: "rows" };
        const values = new Map(values_of(block));
        for (const param of spec.params || []) if (values.has(param.name)) param.value = values.get(param.name);
        spec.params = [...(spec.params || []), { name: "label_width", value: width < 640 ? 26 : 44 }];
        return spec;
    };
    const options = {
        mode: "vega-lite",
        renderer: "svg",
        actions: false,
        defaultStyle: false,
        formatLocale: data.locale.number,
        timeFormatLocale: data.locale.time,
        tooltip: { disableDefaultStyle: true },
        logLevel: vega.Error,
    };
    const options_for = (width, padding) => {
        const narrow = width < 480;
        const legend = { ...config.legend, ...(narrow ? { columns: 1, labelLimit: width - 120 } : {}) };
        // A title longer than a short axis goes on under the labels beside it.
        const axisX = narrow ? { titleAnchor: "end", titleAlign: "right" } : {};
        return { ...options, config: { ...config, padding, legend, axisX } };
    };
    // A legend starts where the axis does, which beside long labels is far to the right: it is moved back under the labels.
    const keep_legends_inside = (svg) => {
        const frame = svg.getBoundingClientRect();
        for (const legend of svg.querySelectorAll(".role-legend > g")) {
            const box = legend.getBoundingClientRect();
            const out = Math.min(box.right - frame.right + 2, box.left - frame.left);
            const place = /translate\(([-\d.]+)(.*)\)/.exec(legend.getAttribute("transform") || "");
            if (out > 0 && box.right > frame.right && place)
                legend.setAttribute("transform", `translate(${Number(place[1]) - out}${place[2]})`);
        }
    };
    // Texts may stand out of the drawing, which the library does not count. Returns whether the padding grew.
    const make_room = (svg, padding) => {
        const frame = svg.getBoundingClientRect();
        let grown = false;
        for (const text of svg.querySelectorAll("text")) {
            const box = text.getBoundingClientRect();
            if (!box.width || !text.textContent.trim()) continue;
            for (const [side, out] of Object.entries({
                left: frame.left - box.left,
                right: box.right - frame.right,
                top: frame.top - box.top,
                bottom: box.bottom - frame.bottom,
            }))
                if (out > 1) {
                    padding[side] = Math.max(padding[side], Math.ceil(5 + Math.min(out, 120)));
                    grown = true;
                }
        }
        return grown;
    };
    const draw = async (block, place) => {
        const width = Math.floor(place.clientWidth);
        if (width === 0) return;
        block.width = width;
        Object.assign(place.dataset, { width, drawn: "no" });
        // The library gives its element a role of its own; the place keeps that of a picture with a name.
        const inner = make("div");
        place.replaceChildren(inner);
        try {
            const padding = { left: 5, right: 5, top: 5, bottom: 5 };
            for (let attempt = 0; attempt < 4; ++attempt) {
                block.result?.finalize();
                block.result = await vegaEmbed(inner, prepared(block, width), options_for(width, padding));
                const svg = inner.querySelector("svg");
                keep_legends_inside(svg);
                if (!make_room(svg, padding)) break;
            }
            place.dataset.drawn = "yes";
        } catch (failure) {
            console.error(block.id, failure);
            place.dataset.drawn = "failed";
            place.replaceChildren(make("p", { class: "note" }, text_of("chart_failed")));
            block.open_table?.();
        }
    };
    const set_values = (block) => {
        block.refresh_table?.();
        const view = block.result?.view;
        if (!view) return;
        const names = new Set((block.spec.params || []).map((param) => param.name));
        for (const [name, value] of values_of(block)) if (names.has(name)) view.signal(name, value);
        view.runAsync().then(() => keep_legends_inside(view.container().querySelector("svg")));
    };

    // Controls: native elements, so that keyboard and screen readers work them.
    const add_slider = (block, control, box, id) => {
        const column = block.columns[block.index(control.column)];
        const slider = make("input", { type: "range", id, min: 0, max: control.options.length - 1, step: 1 });
        const output = make("output", { for: id });
        const show = () => {
            const value = control.options[Number(slider.value)];
            output.textContent = shown(value, column);
            slider.setAttribute("aria-valuetext", output.textContent);
            block.choose_value(control, value);
            set_values(block);
        };
        slider.value = Math.max(0, control.options.indexOf(block.chosen[control.column]));
        slider.addEventListener("input", show);
        const play = make("button", { type: "button", class: "play", "aria-pressed": "false" }, text_of("play"));
        let timer = null;
        const stop = () => {
            clearInterval(timer);
            timer = null;
            play.textContent = text_of("play");
            play.setAttribute("aria-pressed", "false");
        };
        const step = () => {
            if (Number(slider.value) === control.options.length - 1) return stop();
            slider.value = Number(slider.value) + 1;
            show();
        };
        play.addEventListener("click", () => {
            if (timer) return stop();
            if (Number(slider.value) === control.options.length - 1) slider.value = 0;
            play.textContent = text_of("pause");
            play.setAttribute("aria-pressed", "true");
            show();
            timer = setInterval(step, 500);
        });
        box.append(slider, output, play);
        show();
    };
    const add_select = (block, control, box, id) => {
        const by_column = control.kind === "choose_column";
        const select = make("select", { id });
        const keys = by_column ? control.columns : control.options;
        const column = by_column ? null : block.columns[block.index(control.column)];
        keys.forEach((key, i) => {
            const name = by_column ? block.columns[block.index(key)].title : shown(key, column);
            select.append(make("option", { value: i }, name));
        });
        select.value = keys.indexOf(block.values[control.signal]);
        select.addEventListener("change", () => {
            const key = keys[Number(select.value)];
            if (by_column) block.choose_column(control, key);
            else block.choose_value(control, key);
            set_values(block);
        });
        box.append(select);
    };
    const add_controls = (block, place) => {
        (block.controls || []).forEach((control, i) => {
            const id = `${block.id}-control-${i + 1}`;
            const box = place.appendChild(make("div", { class: "control" }));
            box.append(make("label", { for: id }, control.label));
            (control.kind === "slider" ? add_slider : add_select)(block, control, box, id);
        });
    };

    // Light and dark. Charts name colours by variable, so nothing is drawn again.
    const add_theme = () => {
        const root = document.documentElement;
        const button = make("button", { type: "button", class: "theme" });
        const label = () => (button.textContent = text_of(root.dataset.theme === "dark" ? "light" : "dark"));
        const system = matchMedia("(prefers-color-scheme: dark)");
        let chosen = false;
        system.addEventListener("change", () => {
            if (!chosen) root.dataset.theme = system.matches ? "dark" : "light";
            label();
        });
        button.addEventListener("click", () => {
            chosen = true;
            root.dataset.theme = root.dataset.theme === "dark" ? "light" : "dark";
            label();
        });
        label();
        document.getElementById("theme").append(button);
    };

    const add_data = page_tables({ make, text_of, shown, shown_number, is_numeric });
    const start = async () => {
        add_theme();
        const blocks = Object.entries(data.blocks).map(([id, content]) => new Block(id, content));
        const charts = [];
        for (const block of blocks) {
            const plot = document.querySelector(`[data-plot="${block.id}"]`);
            if (plot) {
                add_controls(block, document.querySelector(`[data-controls="${block.id}"]`));
                charts.push([block, plot]);
            }
            add_data(block, document.querySelector(`[data-table="${block.id}"]`));
        }
        // One round after the other: of two that overlap, the older might end last and leave controls a chart that is not shown.
        let rounds = Promise.resolve();
        const draw_all = async () => {
            for (const [block, plot] of charts) {
                if (block.width === Math.floor(plot.clientWidth)) continue;
                await draw(block, plot);
                await new Promise((resolve) => setTimeout(resolve)); // let the reader scroll meanwhile
            }
        };
        const add_round = () => (rounds = rounds.then(draw_all));
        let timer = null;
        addEventListener("resize", () => {
            clearTimeout(timer);
            timer = setTimeout(() => matchMedia("print").matches || add_round(), 150); // charts shrink by themselves on paper
        });
        await add_round();
        document.documentElement.dataset.ready = "yes";
    };
    start();
})();
