"""Who followed each other were friends, and who followed alone asked to be: now both are written down."""

from django.db import migrations


def write_down(apps, schema_editor):
    follow = apps.get_model("people", "Follow")
    friendship = apps.get_model("people", "Friendship")
    request = apps.get_model("people", "FriendRequest")
    since = {(f.follower_id, f.followed_id): f.since for f in follow.objects.iterator(5000)}
    friends, requests = [], []
    for (one, other), when in since.items():
        back = since.get((other, one))
        if back is None:
            requests.append(request(asker_id=one, asked_id=other, since=when))
        else:
            friends.append(friendship(person_id=one, friend_id=other, since=max(when, back)))
    friendship.objects.bulk_create(friends, batch_size=1000)
    request.objects.bulk_create(requests, batch_size=1000)


class Migration(migrations.Migration):
    dependencies = [("people", "0003_friends_and_privacy")]
    operations = [migrations.RunPython(write_down, migrations.RunPython.noop)]
