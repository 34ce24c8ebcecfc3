/* The scan: every rule of every patient, one after the other, without a branch in the loop over the rules. */

#include <stddef.h>
#include <stdint.h>

enum { QUESTIONS = 100, RULES = 100, LEVELS = 5, WORD = 64 };

/* Fires when the question `yes` is yes, the question `number` is at least `least` and the question `no` is no. */
struct rule {
    uint8_t yes, number, least, no;
};

struct rules {
    struct rule rules[RULES];
    /* The rules that fire for everyone. */
    uint64_t always[2];
    /* The rules of each level, the most urgent level first. */
    uint64_t of_level[LEVELS][2];
};

struct outcome {
    uint64_t fired[2];
    uint64_t level;
};

/* Which of the rules from `first` up to `end` fire, the first of them in the lowest bit. Yes is 1 and no is 0, so one
   comparison says that `yes` is yes and `no` is no. */
static inline uint64_t fired(const struct rule *rules, size_t first, size_t end, const uint8_t *answers)
{
    uint64_t bits = 0;
    for (size_t i = end; i-- > first;) {
        struct rule rule = rules[i];
        bits = bits * 2 + ((answers[rule.yes] > answers[rule.no]) & (answers[rule.number] >= rule.least));
    }
    return bits;
}

void scan(const struct rules *rules, const uint8_t *patients, size_t count, struct outcome *outcomes)
{
    for (size_t patient = 0; patient < count; patient++) {
        const uint8_t *answers = patients + patient * QUESTIONS;
        uint64_t low = rules->always[0] | fired(rules->rules, 0, WORD, answers);
        uint64_t high = rules->always[1] | fired(rules->rules, WORD, RULES, answers);
        uint64_t level = 0;
        while (level < LEVELS - 1 && !((low & rules->of_level[level][0]) | (high & rules->of_level[level][1]))) {
            level++;
        }
        outcomes[patient] = (struct outcome){{low, high}, level};
    }
}
