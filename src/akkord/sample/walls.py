"""What the people of the sample world write on their walls, and which track they attach."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Post:
    """A post on somebody's own wall; `track` is a key of a Recording or MemberUpload of the catalogue."""

    text: str
    track: str | None = None


P = Post
WALLS: dict[str, tuple[Post, ...]] = {
    "member": (
        P("Наконец-то разобрала коробки после переезда. Первым делом достала гитару, а не чайник.", "own-16"),
        P("Кто идёт на «Трамвай до Весны» в субботу? Стоим у левой колонки, как всегда.", "last-stop-1"),
        P(
            "Выложила свои четыре аккорда. Не судите строго, записывала на кухне, слышно холодильник.",
            "own-16",
        ),
        P("Found this on a friend's wall and now I can't stop humming it.", "tide-tables-1"),
        P("Дождь второй день. Вера Листопадова и чай с чабрецом спасают.", "rivers-1"),
        P("Спасибо всем за поздравления! Самый смешной подарок: метроном в виде утки."),
    ),
    "artem": (
        P("Был на концерте в депо. Звук каша, но как же хорошо."),
        P("Залил любимую песню, чтобы была под рукой.", "copy-1"),
        P("Продам комбик, почти не ревел. Соседи подтвердят."),
        P("Вопрос знатокам: как перестать покупать педали?"),
    ),
    "vika": (
        P("Записалась на вокал. На первом занятии полчаса училась дышать."),
        P("Эта песня про мой двор, я уверена.", "yard-lights-1"),
        P("Сегодня весь день снег, и всё как в клипе девяностых."),
        P("Ищу барабанщика. Важно: живёт не выше первого этажа."),
    ),
    "pavel-r": (
        P("Моя первая проба на старом звуковом чипе. Тридцать секунд счастья.", "own-01"),
        P("Сломал паяльник, починил приставку. Ничья."),
        P("Этот альбом надо слушать за завтраком.", "eight-spoons-1"),
    ),
    "daria": (
        P("Кот засыпает только под это. Проверено трижды.", "own-03"),
        P("Настроили пианино! Соседи теперь слышат меня в правильной тональности."),
        P("Перечитала старые дневники. В 2009-м я слушала ровно то же самое."),
        P("Была в филармонии, плакала на медленной части, не жалею."),
    ),
    "alina": (
        P("Дописала песню про дворы моего детства.", "own-05"),
        P("Синтезатор приехал без блока питания. Медитирую на него."),
        P("Бетонные Ласточки выпустили лучшее за год, спорьте со мной.", "yard-lights-2"),
        P("Ночной автобус, наушники, никого. Идеально."),
    ),
    "gleb": (
        P("Говорю поверх музыки, это мой подкаст.", "copy-10"),
        P("Запись с репетиции. Бас громкий, потому что сводил басист.", "own-07"),
        P("Нам дали слот на городском фестивале! Играем в 14:20, приходите хоть кто-нибудь."),
        P("Порвал две струны за один припев. Рекорд."),
        P("Слушаю и завидую этому рифу.", "last-stop-2"),
        P("Ребята, кто забрал мой каподастр?"),
    ),
    "timur": (
        P("Степь ночью звучит примерно так.", "own-09"),
        P("Дед играл на домбре, я на ноутбуке. Дед побеждает."),
        P("Холодно, минус тридцать, но небо какое."),
    ),
    "maxim": (
        P("140 ударов в минуту, ни одного лишнего.", "own-11"),
        P("Играю в пятницу с двух до четырёх. Да, ночи."),
        P("Отличный трек для долгого перегона.", "last-bus-1"),
        P("Три часа подбирал бочку. Вернулся к первой."),
    ),
    "nastya": (
        P("Просто пианино и открытая форточка.", "own-13"),
        P("Ученица сегодня впервые сыграла без ошибок и сама испугалась."),
        P("Зимой все пьесы хочется играть медленнее.", "rivers-2"),
        P("Подскажите хорошую книгу по гармонии, чтобы без слёз."),
    ),
    "sergey": (
        P("Утром вышел к пруду с рекордером. Получилось вот что.", "own-15"),
        P("Лягушки в этом году поют на полтона выше, честное слово."),
        P("Осокорь как всегда: ничего не происходит, а оторваться нельзя.", "open-window-1"),
    ),
    "kirill": (
        P("Записал с концерта на телефон, но душа слышна.", "copy-4"),
        P("После вчерашнего в ушах звенит ля-бемоль."),
        P("Кто знает, когда Ласточки приедут в Уфу?"),
    ),
    "olga": (
        P("Выросла на этой реке, поэтому делюсь.", "copy-5"),
        P("Мама спросила, что такое ремикс. Объясняла на борще."),
        P("Купила пластинки, теперь нужен проигрыватель. Всё по порядку."),
        P("Подпевала в машине так, что на светофоре аплодировали."),
    ),
    "ruslan": (
        P("Нашёл интересное, слушать тихо.", "copy-7"),
        P("Наушники за три тысячи, а счастья на все пять."),
        P("Бегаю под брейкбит, тренер просит помедленнее.", "tenfold-ep-1"),
    ),
    "marina": (
        P("Хор репетирует в спортзале. Эхо бесплатно."),
        P("Вальсы «Самовара» возвращают веру в людей.", "storm-waltz-1"),
        P("Сшила сыну костюм скрипичного ключа. Горжусь."),
        P("Альты, не забудьте ноты в четверг!"),
    ),
    "roman": (
        P("Собрал полку под винил. Полка кончилась раньше винила."),
        P("Лучшее вступление в русской музыке последних лет, и это вокзал.", "last-stop-1"),
        P("Поезд, двое суток, один альбом по кругу."),
    ),
    "sveta": (
        P("Нашла запись похуже, зато душевнее.", "copy-8"),
        P("Взяла первый заказ на обложку. Рисую трамвай в тумане."),
        P("Работается под это лучше, чем под кофе.", "open-window-2"),
        P("Вопрос к музыкантам: почему вы все называете файлы «финал_3_точно»?"),
        P("Выставка открывается в пятницу, будет играть живой аккордеон."),
    ),
    "danil": (
        P("Сдал сессию! Теперь только барабаны."),
        P("Учу партию, руки заплетаются на седьмом такте.", "tenfold-ep-2"),
        P("Общежитие просит не репетировать. Репетирую карандашами."),
    ),
    "yulia": (
        P("Протанцевала весь вечер, завтра буду ходить как пингвин.", "cinnamon-1"),
        P("Набираю группу по свингу для начинающих, пара не нужна."),
        P("Туфли для танцев: единственная обувь, которую я люблю."),
        P("Вышел сингл, под который хочется открыть окно.", "spring-single-1"),
    ),
    "andrey": (
        P("Починил магнитофон отца. Первая кассета: его голос, 1987 год."),
        P("Слушаю по дороге на смену.", "last-stop-4"),
        P("Кто помнит, как в школе переписывали друг у друга тексты песен?"),
    ),
    "polina": (
        P("Пишу диплом о колыбельных народов Поволжья. Засыпаю над источниками."),
        P("Подруга записала для кота, а уснула я.", "own-03"),
        P("Ищу носителей старых песен, бабушки приветствуются."),
        P("Съездили в экспедицию: 43 песни и два ведра яблок."),
    ),
    "zhenya": (
        P("Собрал три песни в одну минуту.", "copy-11"),
        P("Открыл для себя регги в январе. Помогает.", "kitchen-dub-1"),
        P("Варил суп, прослушал весь альбом, суп выкипел."),
        P("Друзья, завтра в парке играем на чём попало. Берите ложки."),
    ),
    "ksenia": (
        P("Первый раз вела эфир и не сказала «эээ» ни разу. Почти."),
        P("В сегодняшнем выпуске: музыка, записанная у открытого окна.", "open-window-1"),
        P("Пришлите песни, под которые вы готовите. Соберём кухонный выпуск."),
        P("Радио умрёт, говорили они. Пять лет в эфире!"),
    ),
    "ilya-k": (
        P("Настраиваю чужие рояли, дома стоит расстроенное пианино."),
        P("Хороший пример того, зачем нужна педаль.", "rivers-2"),
        P("В музыкальной школе нашёл в рояле три карандаша и бутерброд."),
    ),
    "lyuba": (
        P("Внучка научила выкладывать записи. Здравствуйте, интернет!"),
        P("Под такую мы танцевали в доме культуры в семьдесят девятом.", "storm-waltz-2"),
        P("Пироги готовы, аккордеон на плече, приходите."),
    ),
    "mia": (
        P("A sketch in blue, recorded with the window open.", "own-02"),
        P("Heute den ganzen Tag nur einen einzigen Akkord gespielt. War gut."),
        P("Does anyone know who mixed this? The low end is so warm.", "open-window-1"),
        P("New strings, old songs."),
    ),
    "tomasz": (
        P("Attic, take three. The first two had the neighbour's drill in B flat.", "own-04"),
        P("If you are in Kraków on Sunday, we play at four, bring cake."),
        P("Quintets are just friendships with sheet music.", "sunday-1"),
    ),
    "jonas": (
        P("Basement jam from last night. Excuse the cowbell. Actually, don't.", "own-06"),
        P("My bass teacher says I play too many notes. My bass teacher is right."),
        P("The horns on this one!", "cinnamon-2"),
        P("Looking for a keyboard player in Malmö who owns a van."),
    ),
    "ines": (
        P("Para quem tem saudades do mar. For everyone who misses the sea.", "own-08"),
        P("Played for twelve people and one dog. The dog stayed until the end."),
        P("This is what my kitchen sounds like on Sundays.", "kitchen-dub-1"),
    ),
    "hannah": (
        P("A waltz for the allotment. The beans approve.", "own-10"),
        P("Our village choir is doing a chiptune piece. Yes, a cappella."),
        P("Three courgettes, two verses and no bridge yet."),
        P("Sang this to the hens this morning.", "tide-tables-3"),
    ),
    "leila": (
        P("Three buses home, one track finished on the way.", "own-12"),
        P("Who else makes beats out of kitchen drawers?"),
        P("Umbrella Season is exactly what November needed.", "tenfold-ep-1"),
        P("Soundcheck was perfect, then the fuse blew."),
    ),
    "oskar": (
        P("Unser Küchenradio hat einen eigenen Song bekommen.", "own-14"),
        P("Synth repariert, Finger verbrannt, glücklich."),
        P("Bin seit Tagen auf dieser Landkarte unterwegs.", "northeast-2"),
    ),
    "finn": (
        P("Found this on an old drive, no idea who made it.", "copy-2"),
        P("Night shift playlist, part nine.", "last-bus-2"),
        P("Can a person have too many cables? Asking for my floor."),
    ),
    "greta": (
        P("Only the best thirty seconds, you're welcome.", "copy-3"),
        P("Rained out at the festival, stayed anyway, no regrets."),
        P("I learned the harmony part and now I can't hear the melody."),
    ),
    "lukas": (
        P("Hört mal, bevor es jemand merkt.", "copy-6"),
        P("Plattenladen um die Ecke macht zu. Es tut weh."),
        P("Nordnordost läuft hier in Dauerschleife.", "northeast-1"),
    ),
    "amelie": (
        P("Trois heures de répétition pour huit mesures. Worth it."),
        P("Does anyone have the score of this? I'd love to arrange it for four cellos.", "sunday-3"),
        P("My cello got its own train seat today and behaved very well."),
    ),
    "callum": (
        P("Learned this one on the ferry, in actual fog.", "tide-tables-3"),
        P("Open mic on Thursday. I have two songs and one joke."),
        P("My nan says the new single is 'a bit much'. High praise."),
        P("Restrung the twelve-string. See you all next week."),
    ),
    "priya": (
        P("Wrote a paper about rhythm perception, then danced badly to this.", "cinnamon-1"),
        P("Tabla in the morning, drum machine in the evening. Balance."),
        P("Does anyone else count stairs in seven?"),
    ),
    "noah": (
        P("Save point, any percent.", "copy-12"),
        P("Beat the breakfast boss at last.", "eight-spoons-2"),
        P("Making a game with my brother. He draws, I beep."),
        P("Thirty seconds is a perfectly good length for a song.", "eight-spoons-3"),
    ),
    "sofia": (
        P("El silencio también lleva el ritmo. Silence keeps time too."),
        P("Choir tonight, then soup, then sleep."),
        P("For slow evenings only.", "kitchen-dub-2"),
    ),
    "mateusz": (
        P("Sold my first beat. Spent it on headphones to make the second."),
        P("The drums here taught me everything.", "tenfold-ep-2"),
        P("Mixing at 3 a.m. is how you learn what not to do at 3 a.m."),
        P("Anyone up for a listening night in Gdańsk?"),
    ),
    "elin": (
        P("First frost. Time for music with long tails.", "open-window-2"),
        P("I record church organs in small villages. Ask me about bats."),
        P("A stranger on the train hummed my melody back to me, corrected."),
    ),
    "david": (
        P("Teaching thirty ten-year-olds the ukulele. Send help, or tuners."),
        P("My class voted this the best song of the term.", "eight-spoons-1"),
        P("One of them asked if rests are paid. Union material."),
    ),
    "yara": (
        P("Played oud with a techno duo last night and it just worked.", "last-bus-1"),
        P("If your city has a river, it has a song."),
        P("Practising quarter tones until the cat leaves."),
    ),
    "bastian": (
        P("Kontrabass im Regionalzug: ein Erlebnis für alle."),
        P("Kuchen für fünf, gespielt von fünf, gegessen von mir.", "sunday-2"),
        P("Suche Schlagzeuger mit Geduld und Besen."),
    ),
    "freya": (
        P("Overtures should be shorter and moons bigger.", "brass-planets-1"),
        P("I write programme notes for a living and still can't spell rhythm."),
        P("Front row tonight, programme already folded into a boat."),
    ),
    "samuel": (
        P("Borrowed a bicycle, found a bassline.", "kitchen-dub-2"),
        P("Repairing speakers all week. If it hums, bring it."),
        P("Street party on Saturday. Sound system from noon, quiet by ten, promise."),
    ),
    "nora": (
        P("Sped-up knots make me smile.", "copy-9"),
        P("Looking for photos from the harbour concert, I forgot my camera again."),
        P("This always plays when I pack my bag.", "tide-tables-2"),
        P("Four concerts in five days. My ears want a holiday."),
        P("Printed my first photo book of small stages."),
    ),
    "arman": (
        P("Алматы, горы, наушники. Больше ничего не надо.", "yard-lights-1"),
        P("Собираем вечер живой музыки в кофейне на Абая, играют все."),
        P("Сыграл на свадьбе шесть часов подряд. Кюй на бис в три ночи."),
    ),
    "hanna-b": (
        P("Минск, октябрь, трамвай номер шесть. Саундтрек сам себя выбрал.", "rivers-1"),
        P("Перевожу тексты песен для подруги из Порту. Слово «тоска» заняло вечер."),
        P("Моё вязание догнало по длине этот альбом.", "storm-waltz-1"),
    ),
}
