// Charts of leads: a histogram with its curve, a funnel, bars with a bound, waits by step, a share against a cap.
"use strict";
(() => {
  const token = (name) => getComputedStyle(document.documentElement).getPropertyValue(name).trim();
  const line = () => ({ lineStyle: { color: token("--line") } });
  const base = (told) => ({
    animation: false,
    textStyle: { fontFamily: token("--fonts"), color: token("--second") },
    aria: { enabled: true, label: { description: told.title } },
    grid: { left: 46, right: 20, top: 30, bottom: 46 },
    tooltip: { renderMode: "richText", confine: true },
  });
  const legend = (names) => ({ data: names, top: 0, right: 0, icon: "roundRect", itemWidth: 12, itemHeight: 8, selectedMode: false, textStyle: { color: token("--second") } });
  const category = (told) => ({
    type: "category", data: told.rows.map((r) => r.label), name: told.axis, nameLocation: "middle", nameGap: 28,
    axisTick: { show: false }, axisLine: line(), axisLabel: { hideOverlap: true },
  });
  const values = (more) => ({ type: "value", splitLine: line(), ...more });
  const dots = { lineStyle: { opacity: 0 }, showAllSymbol: true };
  const byRow = (told) => ({ trigger: "axis", renderMode: "richText", confine: true, formatter: (points) => told.rows[points[0].dataIndex].told });

  const bunching = (told) => ({
    ...base(told), tooltip: byRow(told), legend: legend([told.words.base, told.words.over, told.words.fitted]),
    xAxis: category(told), yAxis: values({ minInterval: 1 }),
    series: [
      { name: told.words.base, type: "bar", stack: "n", barCategoryGap: "18%", itemStyle: { color: token("--run") }, data: told.rows.map((r) => r.base) },
      { name: told.words.over, type: "bar", stack: "n", itemStyle: { color: token("--warn-bar"), decal: { symbol: "rect", dashArrayX: [1, 0], dashArrayY: [2, 5], rotation: -Math.PI / 4, color: "rgba(133,85,16,0.45)" } }, data: told.rows.map((r) => r.over) },
      { name: told.words.fitted, type: "line", smooth: true, symbol: "none", lineStyle: { color: token("--ink"), width: 2, type: "dashed" }, itemStyle: { color: token("--ink") }, data: told.rows.map((r) => r.fitted) },
    ],
  });

  const funnel = (told) => ({
    ...base(told), legend: legend([told.words.own, told.words.others, told.words.limit]),
    xAxis: values({ min: 0, max: Math.ceil(told.most), name: told.axis, nameLocation: "middle", nameGap: 28, axisLabel: { hideOverlap: true, showMaxLabel: false } }),
    yAxis: values({ min: 0, axisLabel: { formatter: "{value}%" } }),
    series: [
      { name: told.words.limit, type: "line", symbol: "none", silent: true, lineStyle: { color: token("--third"), type: "dashed" }, itemStyle: { color: token("--third") }, data: told.upper },
      { name: told.words.limit, type: "line", symbol: "none", silent: true, lineStyle: { color: token("--third"), type: "dashed" }, data: told.lower,
        markLine: { silent: true, symbol: "none", lineStyle: { color: token("--third"), type: "solid" }, label: { formatter: told.words.center, position: "insideEndTop", color: token("--second") }, data: [{ yAxis: told.center }] } },
      { name: told.words.others, type: "line", ...dots, symbol: "circle", symbolSize: 8, itemStyle: { color: token("--run"), borderColor: token("--brand"), borderWidth: 1 }, tooltip: { formatter: (p) => `${p.value[0]} · ${p.value[1].toFixed(1)}%` }, data: told.points },
      { name: told.words.own, type: "line", ...dots, symbol: "triangle", symbolSize: 15, itemStyle: { color: token("--warn") }, label: { show: true, formatter: told.words.own, position: "left", color: token("--warn-text"), fontWeight: 700 }, tooltip: { formatter: (p) => `${p.value[0]} · ${p.value[1].toFixed(1)}%` }, data: [told.own] },
    ],
  });

  // A bound lies at a place of the axis that may fall between two bars: drawn on a hidden number axis of the same length.
  const bars = (told) => ({
    ...base(told), tooltip: byRow(told), xAxis: [category(told), { type: "value", show: false, min: -0.5, max: told.rows.length - 0.5 }], yAxis: values({ minInterval: 1 }),
    series: [
      { type: "bar", barCategoryGap: "18%", itemStyle: { color: token("--run") }, data: told.rows.map((r) => r.base) },
      { type: "line", xAxisIndex: 1, data: [], markLine: { silent: true, symbol: "none", lineStyle: { color: token("--warn"), type: "solid", width: 2 }, label: { formatter: told.words.bound, color: token("--warn-text"), position: "end" }, data: [{ xAxis: told.bound }] } },
    ],
  });

  const waits = (told) => ({
    ...base(told), tooltip: byRow(told), grid: { left: 8, right: 56, top: 26, bottom: 8, containLabel: true },
    xAxis: values({ min: 0, axisLabel: { formatter: "{value}%", hideOverlap: true } }),
    yAxis: { type: "category", inverse: true, data: told.rows.map((r) => r.label), axisTick: { show: false }, axisLine: line(), axisLabel: { width: 130, overflow: "truncate" } },
    series: [{
      type: "bar", barMaxWidth: 22, label: { show: true, position: "right", formatter: (p) => `${p.value.toFixed(0)}%`, color: token("--ink") },
      data: told.rows.map((r) => ({ value: r.base, itemStyle: { color: token(r.own ? "--warn-bar" : "--run") } })),
      markLine: { silent: true, symbol: "none", lineStyle: { color: token("--warn"), type: "solid", width: 2 }, label: { formatter: told.words.bound, color: token("--warn-text"), position: "start" }, data: [{ xAxis: told.bound }] },
    }],
  });

  const against = (told) => ({
    ...base(told), grid: { left: 20, right: 30, top: 40, bottom: 30 },
    xAxis: values({ min: 0, max: Math.ceil(Math.max(told.high, told.bound) * 1.2), axisLabel: { formatter: "{value}%", hideOverlap: true, showMaxLabel: false } }), yAxis: { type: "value", show: false, min: -1, max: 1 },
    series: [
      { type: "line", symbol: "none", silent: true, lineStyle: { color: token("--run"), width: 6 }, data: [[told.low, 0], [told.high, 0]] },
      { type: "line", ...dots, symbol: "circle", symbolSize: 14, itemStyle: { color: token("--warn") }, label: { show: true, position: "top", formatter: `${told.own.toFixed(1)}%`, color: token("--ink"), fontWeight: 700 }, tooltip: { formatter: told.rows[0].told }, data: [[told.own, 0]],
        markLine: { silent: true, symbol: "none", lineStyle: { color: token("--ink"), type: "dashed" }, label: { formatter: told.words.bound, color: token("--second") }, data: [{ xAxis: told.bound }] } },
    ],
  });

  window.leadCharts = { bunching, funnel, bars, waits, against };
})();
