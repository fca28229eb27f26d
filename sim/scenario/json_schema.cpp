// The JSON Schema of a scenario file, made from the field table, with which editors complete names and mark mistakes.
// A file may leave out what it takes from others with extends:, so nothing is required here; the reader requires it.
#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>
#include <tuple>

#include "scenario/form.hpp"
#include "scenario/provenance.hpp"
#include "scenario/read.hpp"
#include "scenario/sweep_file.hpp"
#include "scenario/value.hpp"

namespace qonys {

namespace {

using Json = nlohmann::ordered_json;

constexpr const char* month_pattern = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])$";
constexpr const char* date_pattern = "^(19|20|21)[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$";
constexpr const char* year_pattern = "^(19|20|21)[0-9]{2}$";
constexpr const char* code_pattern = "^[A-Za-z0-9_+-]{1,32}$";

Json number_schema(const Field& field, const char* type) {
    Json schema{{"type", field.whole ? "integer" : type}};
    if (std::isfinite(field.minimum)) schema["minimum"] = field.minimum;
    if (std::isfinite(field.maximum)) schema["maximum"] = field.maximum;
    return schema;
}

Json text_schema() {
    return {{"type", "string"}, {"minLength", 1}};
}

// A map with the labels of one axis as keys.
Json axis_schema(const std::string& axis, Json inner) {
    Json schema{{"type", "object"}};
    if (const auto labels = axis_labels(axis); !labels.empty()) {
        for (const std::string& label : labels) schema["properties"][label] = inner;
    } else {
        const char* pattern = axis == "date" ? date_pattern : axis == "year" ? year_pattern : code_pattern;
        schema["patternProperties"][pattern] = std::move(inner);
    }
    schema["additionalProperties"] = false;
    return schema;
}

Json definition(const char* name) {
    return {{"$ref", std::string("#/definitions/") + name}};
}

Json any_of(Json one, Json other) {
    return {{"anyOf", Json::array({std::move(one), std::move(other)})}};
}

// Of the value alone, without provenance.
Json bare_schema(const Field& field) {
    Scenario scratch = scenario_of_any_name();
    const Slot slot = field.slot(scratch);
    Json schema;
    if (std::holds_alternative<Month*>(slot))
        schema = {{"type", "string"}, {"pattern", month_pattern}};
    else if (std::holds_alternative<std::int64_t*>(slot))
        schema = number_schema(field, "integer");
    else if (!field.choices.empty())
        schema = {{"enum", field.choices}};
    else if (std::holds_alternative<std::string*>(slot) || std::holds_alternative<Names*>(slot))
        schema = text_schema();
    else
        schema = number_schema(field, "number");
    if (why_certain(field, slot).empty()) schema = any_of(std::move(schema), definition("distribution"));
    const bool words_by_date = !field.choices.empty() && !field.axes.empty() && field.axes[0] == "date";
    const Json cell = schema;
    for (auto axis = field.axes.rbegin(); axis != field.axes.rend(); ++axis) schema = axis_schema(*axis, std::move(schema));
    if (field.path.ends_with(".next")) schema = any_of(schema, axis_schema("party", schema));
    return words_by_date ? any_of(cell, std::move(schema)) : schema;
}

Json leaf_schema(const Field& field, const Json& bare) {
    Json schema{{"type", "object"}, {"required", {"value"}}, {"additionalProperties", false}};
    Json& keys = schema["properties"];
    keys["value"] = bare;
    keys["source"] = definition("source");
    keys["note"] = definition("note");
    if (field.kind == ValueKind::choice) {
        keys["status"] = {{"const", "default"}};
        return schema;
    }
    keys["unit"] = {{"const", field.unit}};
    keys["date"] = definition("date");
    keys["status"] = definition("status");
    keys["range"] = definition("range");
    keys["increases"] = keys["decreases"] = definition("words");
    keys["per"] = definition("per");
    return schema;
}

Json field_schema(const Field& field) {
    const Json bare = bare_schema(field);
    Json schema{{"description", fmt::format("{} Unit: {}.", field.doc, field.unit)}};
    schema["anyOf"] = bare.contains("anyOf") ? bare["anyOf"] : Json::array({bare});
    schema["anyOf"].push_back(leaf_schema(field, bare));
    return schema;
}

Json definitions() {
    const Json text = text_schema();
    Json date = text;
    date["type"] = {"string", "integer"};
    date["description"] = "What the value is of: 2024, 2024-08, 2024-08-24, or 2016 to 2024.";
    const Json number{{"type", "number"}};
    const Json bound = any_of(number, Json{{"type", "string"}, {"pattern", month_pattern}});
    std::vector<std::string> statuses = status_words();
    statuses.emplace_back("scenario");
    Json all;
    all["source"] = text;
    all["note"] = text;
    all["date"] = date;
    all["status"] = {{"enum", statuses}};
    all["range"] = {{"type", "array"},
                    {"items", bound},
                    {"minItems", 2},
                    {"maxItems", 2},
                    {"description", "Lowest and highest plausible value."}};
    all["distribution"] = {{"type", "object"}, {"minProperties", 1}, {"maxProperties", 1}, {"additionalProperties", false}};
    all["distribution"]["description"] = "The value is drawn anew for each draw of the uncertain parameters.";
    for (const auto& [name, least, most] : {std::tuple{"normal", 2, 2}, {"uniform", 2, 2}, {"triangular", 3, 3}, {"beta", 2, 4}})
        all["distribution"]["properties"][name] = {{"type", "array"}, {"items", number}, {"minItems", least}, {"maxItems", most}};
    all["distribution"]["properties"]["empirical"] = {{"type", "array"}, {"items", number}, {"minItems", 2}};
    all["words"] = {{"type", "array"}, {"items", text}};
    Json part{{"type", "object"}, {"additionalProperties", false}};
    for (const char* key : {"source", "note", "date", "status", "range"}) part["properties"][key] = definition(key);
    all["per"] = {{"type", "object"},
                  {"patternProperties", {{code_pattern, part}}},
                  {"additionalProperties", false},
                  {"description", "What differs for single labels of the first axis."}};
    return all;
}

Json list_of(Json items, const char* description) {
    return {{"description", description}, {"type", "array"}, {"items", std::move(items)}, {"minItems", 1}};
}

// How the values of one parameter of a sweep are given.
Json varied_schema(const Json& distribution) {
    const Json number{{"type", "number"}}, text = text_schema();
    Json values = list_of({{"type", Json::array({"number", "string"})}}, "The values, numbers or words.");
    values["uniqueItems"] = true;
    Json map{{"type", "object"}, {"minProperties", 1}, {"additionalProperties", false}};
    Json& keys = map["properties"];
    keys["values"] = values;
    keys["range"] = {{"description", "Low and high."}, {"type", "array"}, {"items", number}, {"minItems", 2}, {"maxItems", 2}};
    keys["steps"] = {
        {"description", "How many values of a range in a grid, or one at a time."}, {"type", "integer"}, {"minimum", 2}};
    for (const auto& [name, schema] : distribution.at("properties").items()) keys[name] = schema;
    keys["unit"] = keys["doc"] = text;
    keys["whole"] = {{"type", "boolean"}};
    keys["scales"] = list_of(text, "Every number under these paths is multiplied by the value.");
    keys["paths"] = {
        {"description", "plus + times the value is written to each path."}, {"type", "object"}, {"minProperties", 1}};
    keys["paths"]["additionalProperties"] = {{"type", Json::array({"object", "null"})},
                                             {"properties", {{"times", number}, {"plus", number}}},
                                             {"additionalProperties", false}};
    return any_of(std::move(values), std::move(map));
}

Json design_schema() {
    const Json list{
        {"type", "object"}, {"properties", {{"list", text_schema()}}}, {"required", {"list"}}, {"additionalProperties", false}};
    Json levels{{"type", "object"}, {"additionalProperties", false}};
    levels["properties"]["levels"] = {{"type", "integer"}, {"minimum", 2}, {"multipleOf", 2}};
    const Json morris{
        {"type", "object"}, {"properties", {{"morris", levels}}}, {"required", {"morris"}}, {"additionalProperties", false}};
    Json words = Json::array();
    for (const char* word : design_words)
        if (std::string_view(word) != "list") words.push_back(word);
    return {{"description", "Of a sweep: how its points are chosen (docs/sweep.md)."},
            {"anyOf", Json::array({Json{{"enum", words}}, list, morris})}};
}

void add_sweep_keys(Json& schema) {
    Json& keys = schema["properties"];
    keys["vary"] = {{"description", "Of a sweep: paths, or names of its own with paths: or scales:, and their values."},
                    {"type", "object"},
                    {"minProperties", 1},
                    {"maxProperties", most_parameters},
                    {"additionalProperties", varied_schema(schema["definitions"]["distribution"])}};
    keys["design"] = design_schema();
    keys["points"] = {{"description", "Of a sweep: points, base rows (sobol) or trajectories (morris)."},
                      {"type", "integer"},
                      {"minimum", 1},
                      {"maximum", most_points}};
    keys["replicates"] = {{"description", "Of a sweep: run.replicates."}, {"type", "integer"}, {"minimum", 1}};
    keys["measures"] = list_of(text_schema(), "Of a sweep: the measures that are kept; without it all headlines.");
}

// A part "*" of the path stands for names of the file's own.
void add_field(Json& schema, const Field& field) {
    Json* section = &schema;
    std::size_t start = 0;
    for (std::size_t dot = field.path.find('.'); dot != std::string::npos; dot = field.path.find('.', start)) {
        const std::string name = field.path.substr(start, dot - start);
        section = name == "*" ? &(*section)["patternProperties"][code_pattern] : &(*section)["properties"][name];
        (*section)["type"] = "object";
        (*section)["additionalProperties"] = false;
        start = dot + 1;
    }
    (*section)["properties"][field.path.substr(start)] = field_schema(field);
}

}  // namespace

std::string json_schema() {
    Json schema{{"$schema", "http://json-schema.org/draft-07/schema#"}, {"title", "qonys scenario"}, {"type", "object"}};
    schema["definitions"] = definitions();
    schema["additionalProperties"] = false;
    schema["properties"]["extends"] = {
        {"description", "Files that this one is laid over, relative to it; later ones over earlier ones."},
        {"anyOf", Json::array({text_schema(), Json{{"type", "array"}, {"items", text_schema()}}})}};
    schema["properties"]["arms"] = {
        {"description", "Of a comparison: the values that each arm changes; the first is the reference."},
        {"type", "object"},
        {"minProperties", 2},
        {"additionalProperties", any_of(Json{{"$ref", "#"}}, Json{{"type", "null"}})}};
    add_sweep_keys(schema);
    for (const Field& field : fields()) add_field(schema, field);
    for (const Field& field : pathway_fields_of_any_name()) add_field(schema, field);
    return schema.dump(1) + "\n";
}

}  // namespace qonys
